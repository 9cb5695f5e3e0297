import { expect, test } from 'vitest'
import { RDS } from '../../../../src/sources/aws/services/rds.ts'
import { captureAnswered, refusing } from '../capture-answered.ts'

test('a region without proxies and global clusters has instances, and no problems', async () => {
  const { documents, gaps, problems, unknown } = await captureAnswered(RDS, {
    DescribeDBInstances: { DBInstances: [{ DBInstanceIdentifier: 'shop' }] },
    DescribeDBProxies: refusing('InvalidAction', 'DescribeDBProxies is not supported'),
    DescribeGlobalClusters: refusing(
      'InvalidParameterValue',
      'Access Denied to API Version: APIGlobalDatabases',
    ),
  })
  expect([[...documents.keys()], problems, unknown]).toEqual([['databases/rds/instances/shop.json'], [], []])
  expect(gaps.map(({ path }) => path).sort()).toEqual([
    'databases/rds/global-clusters/',
    'databases/rds/proxies/',
  ])
})

test('a parameter group that is deleted while it is read is no empty one', async () => {
  const { documents, problems } = await captureAnswered(RDS, {
    DescribeDBParameterGroups: {
      DBParameterGroups: [{ DBParameterGroupName: 'old' }, { DBParameterGroupName: 'new' }],
    },
    DescribeDBParameters: ({ DBParameterGroupName }) =>
      DBParameterGroupName === 'old' ? refusing('DBParameterGroupNotFoundFault')() : {},
  })
  expect([[...documents.keys()], problems]).toEqual([['databases/rds/parameter-groups/new.json'], []])
})

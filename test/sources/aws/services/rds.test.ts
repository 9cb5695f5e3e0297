import { expect, test } from 'vitest'
import { objectsAt } from '../../../../src/model/json-place.ts'
import { RDS } from '../../../../src/services/rds.ts'
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

test('of the settings of options, those are secret that may hold a secret', async () => {
  const setting = (Name: string, Value: string, AllowedValues = '') => ({
    Name,
    Value,
    ...(AllowedValues === '' ? {} : { AllowedValues }),
  })
  const { documents } = await captureAnswered(RDS, {
    DescribeOptionGroups: {
      OptionGroupsList: [
        {
          OptionGroupName: 'oracle',
          Options: [
            {
              OptionName: 'NATIVE_NETWORK_ENCRYPTION',
              OptionSettings: [
                setting('SQLNET.ENCRYPTION_SERVER', 'REQUESTED', 'ACCEPTED,REJECTED,REQUESTED,REQUIRED'),
                setting('SQLNET.CRYPTO_CHECKSUM_TYPES', 'SHA256,SHA512', 'SHA1,SHA256,SHA512'),
                setting('ALLOW_WEAK', 'TRUE'),
                setting('AGENT_REGISTRATION_PASSWORD', '12345'),
                setting('OMS_HOST', 'oms.internal.example'),
              ],
            },
          ],
        },
      ],
    },
  })
  const [option] = objectsAt('Options', documents.get('databases/rds/option-groups/oracle.json') ?? {})
  expect(objectsAt('OptionSettings', option ?? {}).map(({ Name, Value }) => [Name, Value])).toEqual([
    ['AGENT_REGISTRATION_PASSWORD', { $secret: 'AGENT_REGISTRATION_PASSWORD' }],
    ['ALLOW_WEAK', 'TRUE'],
    ['OMS_HOST', { $secret: 'OMS_HOST' }],
    ['SQLNET.CRYPTO_CHECKSUM_TYPES', 'SHA256,SHA512'],
    ['SQLNET.ENCRYPTION_SERVER', 'REQUESTED'],
  ])
})

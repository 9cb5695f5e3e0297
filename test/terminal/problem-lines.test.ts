import { expect, test } from 'vitest'
import { problemLines } from '../../src/terminal/problem-lines.ts'

test('what one path has for one reason is one line', () => {
  const denied = (operation: string, path = 's3-configs/b.json') => {
    return { path, operation, code: 'AccessDenied', message: `not allowed: ${operation}` }
  }
  expect(
    problemLines([
      denied('s3:GetBucketAcl'),
      denied('s3:GetBucketCors'),
      { path: 's3-configs/b.json', operation: 's3:GetBucketAbac', code: 'InternalError', message: '' },
      denied('s3:GetBucketPolicy'),
      denied('s3:ListObjectsV2', 's3-buckets/b\u001b/'),
      { path: 's3-buckets/c', operation: 's3:GetObject', code: 'Http500', message: 'Http500' },
    ]),
  ).toMatchInlineSnapshot(`
    [
      "s3-configs/b.json: s3:GetBucketAcl and 2 other operations: AccessDenied: not allowed: s3:GetBucketAcl",
      "s3-configs/b.json: s3:GetBucketAbac: InternalError",
      ""s3-buckets/b\\u001b/": s3:ListObjectsV2: AccessDenied: not allowed: s3:ListObjectsV2",
      "s3-buckets/c: s3:GetObject: Http500",
    ]
  `)
})

test('what the paths of one folder have alike is one line', () => {
  const problems = ['E1', 'E2', 'E3'].map((id) => {
    const path = `cloudfront/distributions/${id}.json`
    return {
      path,
      operation: 'cloudfront:GetMonitoringSubscription',
      code: 'AccessDenied',
      message: `${id} is denied`,
    }
  })
  expect(problemLines(problems)).toMatchInlineSnapshot(`
    [
      "cloudfront/distributions/E1.json and 2 other paths: cloudfront:GetMonitoringSubscription: AccessDenied: E1 is denied",
    ]
  `)
})

test('the lists of a service that are all denied are one line', () => {
  const problems = ['Instances', 'Clusters', 'Proxies'].map((kind) => ({
    path: `databases/rds/${kind.toLowerCase()}/`,
    operation: `rds:DescribeDB${kind}`,
    code: 'AccessDenied',
    message: `not allowed: rds:DescribeDB${kind}`,
  }))
  expect(problemLines(problems)).toEqual([
    'databases/rds/instances/ and 2 other paths: rds:DescribeDBInstances and 2 other operations: AccessDenied: not allowed: rds:DescribeDBInstances',
  ])
})

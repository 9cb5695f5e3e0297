import { expect, test } from 'vitest'
import { summariseProblems } from '../../src/api/problem-summary.ts'
import { problemSummaryLines } from '../../src/commands/problem-summary-lines.ts'
import type { Problem } from '../../src/model/commit.ts'

const denied = (path: string, operation: string): Problem => ({
  path,
  operation,
  code: 'AccessDenied',
  message: `User: arn:aws:iam::123456789012:user/ops is not authorized to perform: ${operation}`,
})

const many = (count: number, make: (i: number) => Problem) => Array.from({ length: count }, (_, i) => make(i))

test('problems are a few lines by source and reason, with the policy that would mend them', async () => {
  const problems = [
    ...many(21, (i) => denied(`cloudfront/distributions/E${i}.json`, 'cloudfront:GetDistribution')),
    denied('iam/roles/deploy.json', 'iam:GetRole'),
    ...many(3, (i) => denied(`databases/dynamodb-schemas/t${i}.json`, 'dynamodb:DescribeTable')),
    { path: 's3-buckets/b/\u001b.txt', operation: 's3:GetObject', code: 'SlowDown', message: 'slow' },
    { path: 'local/site/', operation: 'local:readdir', code: 'ENOENT', message: 'ENOENT: gone' },
    ...many(2, (i) => ({
      path: `lambda/functions/f${i}/`,
      operation: 'lambda:GetFunction',
      code: 'Http500',
      message: '',
    })),
    ...many(2, (i) => ({
      path: `waf/acls/a${i}.json`,
      operation: 'waf:GetWebACL',
      code: 'WAFInternal',
      message: '',
    })),
  ]
  expect(problemSummaryLines(await summariseProblems(problems))).toMatchInlineSnapshot(`
    [
      "cloudfront: 21 calls denied (AccessDenied for user/ops)",
      "dynamodb: 3 calls denied (AccessDenied for user/ops)",
      "lambda: 2 calls failed (Http500)",
      "waf: 2 calls failed (WAFInternal)",
      "iam: GetRole denied at iam/roles/deploy.json (AccessDenied for user/ops)",
      "and 2 more: s3, local",
      "'jsnap iam-policy --only cloudfront,dynamodb,iam' prints the policy that allows it",
      "services slowed jsnap down: commit again later; contents that were read are not read again",
    ]
  `)
})

test('what is denied to a role names the role and its session', async () => {
  const [group] = await summariseProblems([
    {
      path: 'iam/roles/x.json',
      operation: 'iam:GetRole',
      code: 'AccessDeniedException',
      message:
        'User: arn:aws:sts::123456789012:assumed-role/deploy/ci-42 is not authorized to perform: iam:GetRole on resource: role x',
    },
  ])
  expect(group).toMatchObject({ source: 'iam', isDenied: true, caller: 'assumed-role/deploy/ci-42' })
})

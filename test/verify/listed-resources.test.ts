import { expect, test } from 'vitest'
import { checkListedResources } from '../../src/verify/listed-resources.ts'
import { loadLayoutBelow } from '../../src/services/layout.ts'
import { config } from '../helpers/store-of-versions.ts'
import { linesOf, subjectOf } from './verified.ts'

const layout = await loadLayoutBelow('')

test('what a service listed and the version has not is a failure of that service', async () => {
  const subject = await subjectOf(
    [
      config('databases/rds/instances/shop.json', {}),
      config('databases/dynamodb-schemas/orders.json', {}),
      { path: 'integrations/sqs/unread.json', type: 'unknown', meta: { reason: 'AccessDenied' } },
    ],
    {
      listed: [
        { path: 'databases/rds/instances/shop.json' },
        { path: 'databases/rds/instances/gone.json' },
        { path: 'databases/dynamodb-schemas/orders.json' },
        { path: 'integrations/sqs/unread.json' },
        // These have checks of their own.
        { path: 's3-buckets/shop/', entries: 1 },
        { path: 'gas-projects/mail/Code.gs' },
        { path: 'lambda/functions/a/code.zip', sha256: '0'.repeat(64) },
      ],
    },
  )
  const checks = checkListedResources(subject, layout)
  expect(checks.map((check) => [check.system, ...linesOf(check)])).toEqual([
    ['rds', 'failed: 2 resources', 'databases/rds/instances/gone.json: missing'],
    ['dynamodb', 'passed: 1 resource'],
    ['sqs', 'failed: 1 resource', 'integrations/sqs/unread.json: not captured: AccessDenied'],
  ])
})

test('a version that keeps no listing has no such check', async () => {
  expect(checkListedResources(await subjectOf([]), layout)).toEqual([])
})

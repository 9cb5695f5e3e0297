import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadFixtureAccount } from '../../../fixtures/fixture-account.ts'
import { DENIED_BUCKET } from '../../../fixtures/unreadable-objects.ts'
import { serve } from '../account-on-endpoint.ts'
import { jsonLines, type CommitDocument, type DiffDocument, type ListedEntry } from '../json-contract.ts'

test('a first version without kinds that nobody may list, ends with 0, with the policy that adds them, told once', async () => {
  const served = await serve(loadFixtureAccount())
  onTestFinished(() => served.close())
  const { run, endpoint, folder } = served
  const deny = (operation: string) =>
    endpoint.faults.push({ kind: 'error', status: 403, code: 'AccessDenied', match: { operation } })
  deny('ListDistributions')
  deny('ListHostedZones')
  const made = await run('commit', '-m', 'v1.0')
  expect(made.exitCode, made.stderr).toBe(0)
  expect(made.stderr.match(/denied/g)).toHaveLength(1)
  expect(made.stderr).toContain(
    "denied, and therefore not covered: cloudfront (1 place), route53 (2 places); 'jsnap iam-policy --only cloudfront,route53' prints the policy that allows it",
  )
  expect((await run('show', 'v1.0')).stdout).toContain("'jsnap iam-policy --only cloudfront,route53'")
  for (const path of ['cloudfront/distributions', 'cloudfront/distributions/*']) {
    const ran = await run('ls', 'v1.0', path)
    expect(ran, path).toMatchObject({ exitCode: 1, stdout: '' })
    expect(ran.stderr).toContain(
      `v1.0 has no information about '${path}': denied (cloudfront:ListDistributions`,
    )
  }
  await run('checkout', 'v1.0', 'out')
  const manifest = readFileSync(join(folder, 'out', 'MANIFEST.md'), 'utf8')
  expect(manifest).toContain('"route53:ListHostedZones"')
  expect(manifest).toContain('whole.')

  endpoint.faults.length = 0
  const { counts, notCovered } = await served.commit('-m', 'v1.1')
  expect([counts.added, counts.removed]).toEqual([0, 0])
  expect(JSON.stringify(notCovered)).not.toContain('denied')
  const difference = (await run('diff', 'v1.0', 'v1.1', '--json')).json() as DiffDocument
  expect(difference.changes).toEqual([])

  deny('ListDistributions')
  const ran = await run('commit', '-m', 'v1.2', '--json')
  expect(ran.exitCode).toBe(3)
  const { problems } = ran.json() as CommitDocument
  expect(problems.map(({ path }) => path)).toContain('cloudfront/distributions/')
})

test('a version without what could not be read, which is named, ends with 3', async () => {
  const served = await serve(loadFixtureAccount({ unreadable: true }))
  onTestFinished(() => served.close())
  const { run } = served
  const ran = await run('commit', '-m', 'v1.0', '--json')
  expect(ran.exitCode).toBe(3)
  const { complete, problems, requests } = ran.json() as CommitDocument
  expect(complete).toBe(false)
  expect(problems.map(({ path, operation, code }) => `${path} ${operation} ${code}`).sort())
    .toMatchInlineSnapshot(`
    [
      "s3-buckets/qos-order-archive/2019/orders-2019.csv s3:GetObject InvalidObjectState",
      "s3-buckets/qos-prod-config/payment/provider.json s3:GetObject AccessDenied",
      "s3-buckets/sailjada-payroll/ s3:ListObjectsV2 AccessDenied",
      "s3-buckets/tidewater-config/payment/terminal.key s3:GetObject InvalidRequest",
      "s3-configs/sailjada-media.json s3:GetBucketPolicy AccessDenied",
      "s3-configs/sailjada-payroll.json s3:GetBucketAbac AccessDenied",
      "s3-configs/sailjada-payroll.json s3:GetBucketAccelerateConfiguration AccessDenied",
      "s3-configs/sailjada-payroll.json s3:GetBucketAcl AccessDenied",
      "s3-configs/sailjada-payroll.json s3:GetBucketCors AccessDenied",
      "s3-configs/sailjada-payroll.json s3:GetBucketEncryption AccessDenied",
      "s3-configs/sailjada-payroll.json s3:GetBucketLifecycleConfiguration AccessDenied",
      "s3-configs/sailjada-payroll.json s3:GetBucketLogging AccessDenied",
      "s3-configs/sailjada-payroll.json s3:GetBucketMetadataConfiguration AccessDenied",
      "s3-configs/sailjada-payroll.json s3:GetBucketMetadataTableConfiguration AccessDenied",
      "s3-configs/sailjada-payroll.json s3:GetBucketNotificationConfiguration AccessDenied",
      "s3-configs/sailjada-payroll.json s3:GetBucketOwnershipControls AccessDenied",
      "s3-configs/sailjada-payroll.json s3:GetBucketPolicy AccessDenied",
      "s3-configs/sailjada-payroll.json s3:GetBucketReplication AccessDenied",
      "s3-configs/sailjada-payroll.json s3:GetBucketRequestPayment AccessDenied",
      "s3-configs/sailjada-payroll.json s3:GetBucketTagging AccessDenied",
      "s3-configs/sailjada-payroll.json s3:GetBucketVersioning AccessDenied",
      "s3-configs/sailjada-payroll.json s3:GetBucketWebsite AccessDenied",
      "s3-configs/sailjada-payroll.json s3:GetObjectLockConfiguration AccessDenied",
      "s3-configs/sailjada-payroll.json s3:GetPublicAccessBlock AccessDenied",
      "s3-configs/sailjada-payroll.json s3:ListBucketAnalyticsConfigurations AccessDenied",
      "s3-configs/sailjada-payroll.json s3:ListBucketIntelligentTieringConfigurations AccessDenied",
      "s3-configs/sailjada-payroll.json s3:ListBucketInventoryConfigurations AccessDenied",
      "s3-configs/sailjada-payroll.json s3:ListBucketMetricsConfigurations AccessDenied",
    ]
  `)
  expect(requests['s3:GetObject']).toBeGreaterThan(200)
  const denied = jsonLines((await run('ls', 'v1.0', '--json')).stdout) as ListedEntry[]
  expect(denied.find(({ path }) => path === `s3-buckets/${DENIED_BUCKET}/`)?.type).toBe('unknown')
  expect((await run('fsck', '--full')).exitCode).toBe(0)
  expect((await run('checkout', 'v1.0', 'out')).exitCode).toBe(0)
  const second = (await run('commit', '--json')).json() as CommitDocument
  expect(second.tree).toBe((ran.json() as CommitDocument).tree)
})

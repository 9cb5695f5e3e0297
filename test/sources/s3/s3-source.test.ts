import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Account } from '../../../fixtures/endpoint/account.ts'
import type { Exchange } from '../../../fixtures/endpoint/exchange.ts'
import { pieces } from '../../../fixtures/endpoint/content.ts'
import { loadFixtureAccount } from '../../../fixtures/fixture-account.ts'
import { HOSTILE_KEYS } from '../../../fixtures/hostile-keys.ts'
import { useEndpoint } from '../../fixtures/endpoint-under-test.ts'
import { captureAccount } from './capture-account.ts'

/** The digest of every current object by its path. */
function digestsOf(account: Account): Map<string, string> {
  const digests = new Map<string, string>()
  for (const bucket of account.buckets.values()) {
    for (const { key, content } of bucket.objects()) {
      const hash = createHash('sha256')
      for (const piece of pieces(content, 0, content.size)) hash.update(piece)
      digests.set(`s3-buckets/${bucket.name}/${key}`, hash.digest('hex'))
    }
  }
  return digests
}

/** Of an object under a key of KMS, and of one that came in parts, S3 tells nothing that a flipped bit could be found by. */
function readsWhatCanBeChecked({ operation, account, bucket = '', key = '' }: Exchange): boolean {
  if (operation !== 'GetObject') return false
  const { kmsKey, parts } = account.bucket(bucket).current(key)?.options ?? {}
  return kmsKey === undefined && parts === undefined
}

describe('an account of three shops', () => {
  const served = useEndpoint(loadFixtureAccount)

  test('is captured whole: every object byte by byte, and a document for every bucket', async () => {
    const { entries, problems, gaps } = await captureAccount(served.endpoint.url)
    expect(problems).toEqual([])
    expect(gaps.map(({ path }) => path).sort()).toEqual(
      [
        ...[
          'qos-invoices',
          'qos-prod-config',
          'sailjada-backups',
          'sailjada-backups-usw2',
          'sailjada-config',
        ].map((versioned) => `s3-versions/${versioned}/`),
        '@eu-central-1/',
        '@us-west-2/',
      ].sort(),
    )
    const objects = [...entries].filter(([, { type }]) => type === 'object')
    expect(new Map(objects.map(([path, { sha256 }]) => [path, sha256]))).toEqual(digestsOf(served.account))
    const configs = [...entries.keys()].filter((path) => path.startsWith('s3-configs/'))
    expect(configs.sort()).toEqual(
      [...served.account.buckets.keys()].map((name) => `s3-configs/${name}.json`).sort(),
    )
  })

  test('counts exactly the requests that the server got', async () => {
    served.endpoint.faults.push({ kind: 'throttle', every: 11 })
    const { requests } = await captureAccount(served.endpoint.url)
    expect(requests).toEqual(served.endpoint.requests)
  })

  test('is the same when every seventh request fails', async () => {
    const undisturbed = await captureAccount(served.endpoint.url)
    let kind = 0
    served.endpoint.faults.push(
      { kind: 'throttle', every: 7, match: () => kind++ % 3 === 0 },
      { kind: 'reset', every: 7 },
      { kind: 'truncate', every: 13, match: { operation: 'GetObject' } },
      { kind: 'truncate', every: 5, match: { operation: 'ListObjectsV2' } },
      { kind: 'corrupt', every: 17, match: readsWhatCanBeChecked },
    )
    const disturbed = await captureAccount(served.endpoint.url)
    expect(disturbed.problems).toEqual([])
    expect(disturbed.entries).toEqual(undisturbed.entries)
  })
})

describe('what cannot be read', () => {
  const served = useEndpoint(() => loadFixtureAccount({ unreadable: true }))

  test('becomes stubs and unknown places, each with its reason, and the rest is whole', async () => {
    const { entries, problems } = await captureAccount(served.endpoint.url)
    const reasons = [...entries]
      .filter(([, { type }]) => type === 'stub')
      .map(([path, { meta }]) => [path, meta['reason'], meta['code']])
    expect(reasons.sort()).toEqual([
      ['s3-buckets/qos-order-archive/2019/orders-2019.csv', 'archived', 'InvalidObjectState'],
      ['s3-buckets/qos-prod-config/payment/provider.json', 'denied', 'AccessDenied'],
      ['s3-buckets/tidewater-config/payment/terminal.key', 'sse-c', 'InvalidRequest'],
    ])
    expect(entries.get('s3-buckets/qos-order-archive/2018/orders-2018.csv')?.type).toBe('object')
    expect(entries.get('s3-buckets/sailjada-payroll/')).toEqual({
      type: 'unknown',
      size: 0,
      meta: { operation: 's3:ListObjectsV2', code: 'AccessDenied' },
    })
    expect(problems.filter(({ path }) => path === 's3-buckets/sailjada-payroll/')).toHaveLength(1)
    expect(entries.get('s3-configs/sailjada-media.json')?.document).toMatchObject({
      policy: { $unknown: 'AccessDenied' },
    })
    expect(problems).toContainEqual(
      expect.objectContaining({
        path: 's3-configs/sailjada-media.json',
        operation: 's3:GetBucketPolicy',
        code: 'AccessDenied',
      }),
    )
  })
})

describe('an account', () => {
  const served = useEndpoint()

  test('gives keys back as they are, however hostile', async () => {
    served.account.createBucket('keys')
    for (const key of HOSTILE_KEYS) served.account.putObject('keys', key, `content of ${key}`)
    const { entries } = await captureAccount(served.endpoint.url)
    const found = [...entries].filter(([, { type }]) => type === 'object')
    expect(new Map(found.map(([path, { sha256 }]) => [path, sha256]))).toEqual(digestsOf(served.account))
  })

  test('has its buckets asked for in their regions', async () => {
    served.account.createBucket('frankfurt', { region: 'eu-central-1' })
    served.account.putObject('frankfurt', 'a', 'a')
    const { entries, problems } = await captureAccount(served.endpoint.url)
    expect(problems).toEqual([])
    expect(entries.get('s3-buckets/frankfurt/a')?.type).toBe('object')
    expect(entries.get('s3-configs/frankfurt.json')?.document).toMatchObject({ region: 'eu-central-1' })
    expect(served.endpoint.requests).not.toHaveProperty('s3:HeadBucket')
  })

  test('has what the SDK does not know of a configuration kept as it came, and named', async () => {
    served.account.createBucket('shop')
    const inside = '<Status>Enabled</Status><Newer>x</Newer>'
    served.account.setBucketConfig(
      'shop',
      'versioning',
      `<VersioningConfiguration>${inside}</VersioningConfiguration>`,
    )
    const { entries, notes } = await captureAccount(served.endpoint.url)
    expect(entries.get('s3-configs/shop.json')?.document).toMatchObject({
      versioning: { Status: 'Enabled', Newer: 'x' },
    })
    expect(notes).toEqual([expect.stringContaining('s3:GetBucketVersioning Newer')])
  })

  test('whose region lacks a call for one bucket does not cover it there alone', async () => {
    for (const name of ['shop', 'tea']) served.account.createBucket(name)
    served.endpoint.faults.push({
      kind: 'error',
      status: 400,
      code: 'OptInRequired',
      match: ({ operation, bucket }) => operation === 'GetBucketAbac' && bucket === 'tea',
    })
    const { gaps, problems } = await captureAccount(served.endpoint.url)
    expect(problems).toEqual([])
    expect(gaps.map(({ path }) => path)).toEqual(['s3-configs/tea.json#/abac'])
  })

  test('whose buckets may not be listed is unknown as a whole', async () => {
    served.endpoint.faults.push({
      kind: 'error',
      status: 403,
      code: 'AccessDenied',
      match: { operation: 'ListBuckets' },
    })
    const { entries, problems } = await captureAccount(served.endpoint.url)
    const meta = { operation: 's3:ListBuckets', code: 'AccessDenied' }
    expect(Object.fromEntries(entries)).toEqual({
      's3-buckets/': { type: 'unknown', size: 0, meta },
      's3-configs/': { type: 'unknown', size: 0, meta },
    })
    expect(problems.map(({ path, code }) => [path, code])).toEqual([
      ['s3-buckets/', 'AccessDenied'],
      ['s3-configs/', 'AccessDenied'],
    ])
  })

  test.each(['ExpiredToken', 'InvalidAccessKeyId'])(
    'with keys that are refused (%s) is no account',
    async (code) => {
      served.account.createBucket('shop')
      served.endpoint.faults.push({ kind: 'error', status: 403, code, match: { operation: 'ListObjectsV2' } })
      await expect(captureAccount(served.endpoint.url)).rejects.toMatchObject({ code: 'Credentials' })
    },
  )

  test('leaves out a bucket that is deleted after it was listed', async () => {
    served.account.createBucket('kept')
    served.account.createBucket('short-lived')
    served.endpoint.onRequest = ({ operation }) => {
      if (operation !== 'ListBuckets') served.account.buckets.delete('short-lived')
    }
    const { entries, problems } = await captureAccount(served.endpoint.url)
    expect([...entries.keys()]).toEqual(['s3-configs/kept.json'])
    expect(problems).toEqual([])
  })

  test.each([
    ['had', 2, ['s3-buckets/: everything that was there is gone; a second request confirmed it']],
    ['unknown', 2, []],
    [undefined, 1, []],
  ] as const)(
    'without buckets that before were %s is asked for them %i times',
    async (before, times, said) => {
      const options = before === undefined ? {} : { before }
      const { requests, notes, problems } = await captureAccount(served.endpoint.url, options)
      expect([requests['s3:ListBuckets'], notes, problems]).toEqual([times, said, []])
    },
  )

  test.each([
    ['had', 2, ['s3-buckets/shop/: everything that was there is gone; a second request confirmed it']],
    ['unknown', 2, []],
    [undefined, 1, []],
  ] as const)(
    'with a bucket whose objects before were %s is asked %i times when it is empty',
    async (before, times, said) => {
      served.account.createBucket('shop')
      const options = before === undefined ? {} : { before }
      const { requests, notes, problems } = await captureAccount(served.endpoint.url, options)
      expect([requests['s3:ListObjectsV2'], notes, problems]).toEqual([times, said, []])
    },
  )

  test('whose bucket was listed as empty by mistake is captured whole', async () => {
    served.account.createBucket('shop')
    let listings = 0
    served.endpoint.onRequest = ({ operation }) => {
      if (operation === 'ListObjectsV2' && ++listings === 2) served.account.putObject('shop', 'page', 'x')
    }
    const { entries, notes } = await captureAccount(served.endpoint.url, { before: 'had' })
    expect([entries.has('s3-buckets/shop/page'), notes]).toEqual([true, []])
  })

  test('is left alone once the capture is interrupted', async () => {
    for (let i = 0; i < 40; i++) served.account.createBucket(`bucket-${i}`)
    const interrupt = new AbortController()
    served.endpoint.onRequest = ({ operation }) => {
      if (operation === 'ListObjectsV2') interrupt.abort()
    }
    await expect(captureAccount(served.endpoint.url, { signal: interrupt.signal })).rejects.toThrow(/abort/i)
    expect(served.endpoint.requests['s3:ListObjectsV2']).toBeLessThan(40)
  })
})

/** Wants what is at a place or below it. */
const reaching = (place: string) => (prefix: string) => place.startsWith(prefix) || prefix.startsWith(place)

describe('the configuration', () => {
  const served = useEndpoint()

  test('excludes buckets, which the version says, and which are not looked into', async () => {
    served.account.createBucket('shop')
    served.account.createBucket('logs')
    const { entries, gaps } = await captureAccount(served.endpoint.url, { config: { exclude: ['logs'] } })
    expect([...entries.keys()]).toEqual(['s3-configs/shop.json'])
    expect(gaps).toEqual([
      { path: 's3-buckets/logs/', reason: 'excluded by the configuration' },
      { path: 's3-configs/logs.json', reason: 'excluded by the configuration' },
    ])
    expect(served.endpoint.log.filter(({ bucket }) => bucket === 'logs')).toEqual([])
  })

  test('excludes keys, which the version says once for each glob', async () => {
    served.account.createBucket('shop')
    for (const key of ['a.html', 'tmp/1', 'tmp/new\nline', 'tmp/../2', 'deep/b.bak']) {
      served.account.putObject('shop', key, key)
    }
    const { items, gaps } = await captureAccount(served.endpoint.url, {
      config: { buckets: { 'sh*': { exclude: ['tmp/**', '**/*.bak', 'never/**'] } } },
    })
    expect([...items.keys()]).toEqual(['s3-buckets/shop/a.html'])
    const reason = 'excluded by the configuration'
    expect(gaps).toHaveLength(2)
    expect(gaps).toContainEqual({ path: 's3-buckets/shop/tmp/**', reason })
    expect(gaps).toContainEqual({ path: 's3-buckets/shop/**/*.bak', reason })
  })

  test('makes stubs of what is larger than its limit, without a request and without a problem', async () => {
    served.account.createBucket('shop')
    served.account.putObject('shop', 'small', 'x'.repeat(10))
    served.account.putObject('shop', 'large', 'x'.repeat(11))
    const { entries, problems } = await captureAccount(served.endpoint.url, {
      config: { buckets: { '*': { maxSize: 10 } } },
    })
    expect(entries.get('s3-buckets/shop/small')?.type).toBe('object')
    expect(entries.get('s3-buckets/shop/large')).toMatchObject({
      type: 'stub',
      meta: { reason: 'size limit', code: 'SizeLimit' },
    })
    expect(problems).toEqual([])
    expect(served.endpoint.requests['s3:GetObject']).toBe(1)
  })

  test('of what is wanted spares the requests for the rest', async () => {
    served.account.createBucket('shop')
    served.account.createBucket('other')
    served.account.putObject('shop', 'a', 'a')
    await captureAccount(served.endpoint.url, { wants: reaching('s3-buckets/shop/') })
    expect(served.endpoint.requests).toEqual({
      's3:ListBuckets': 1,
      's3:GetBucketOwnershipControls': 1,
      's3:GetBucketVersioning': 1,
      's3:ListObjectsV2': 1,
      's3:GetObject': 1,
    })
    served.endpoint.resetRequests()
    await captureAccount(served.endpoint.url, { wants: reaching('s3-configs/shop.json') })
    expect(served.endpoint.requests).not.toHaveProperty('s3:ListObjectsV2')
    expect(new Set(served.endpoint.log.map(({ bucket }) => bucket))).toEqual(new Set([undefined, 'shop']))
  })
})

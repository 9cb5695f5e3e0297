import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyDeployment } from '../../fixtures/deployment.ts'
import { pieces } from '../../fixtures/endpoint/content.ts'
import type { StoredObject } from '../../fixtures/endpoint/stored-object.ts'
import { loadFixtureAccount } from '../../fixtures/fixture-account.ts'
import type { Json } from '../../src/model/canonical-json.ts'
import { SERVICES } from '../../src/services/services.ts'
import { applyDetails } from '../diff/document/apply-details.ts'
import { serve, type AccountOnEndpoint } from './account-on-endpoint.ts'
import { digestsBelow } from './folder-digests.ts'
import {
  jsonLines,
  type CommitDocument,
  type DiffDocument,
  type ListedEntry,
  type ListedObject,
} from './json-contract.ts'

let served: AccountOnEndpoint
let before: ReadonlyMap<string, string>
let first: CommitDocument
let again: CommitDocument
let deployed: CommitDocument

/** What the account holds: the digest of every current object by its path. */
function digestsOf({ account }: AccountOnEndpoint): Map<string, string> {
  const digests = new Map<string, string>()
  for (const bucket of account.buckets.values())
    for (const object of bucket.objects())
      digests.set(`s3-buckets/${bucket.name}/${object.key}`, digestOf(object))
  return digests
}

function digestOf({ content }: StoredObject): string {
  const hash = createHash('sha256')
  for (const piece of pieces(content, 0, content.size)) hash.update(piece)
  return hash.digest('hex')
}

/** Output with what differs from run to run replaced. */
function stable(text: string): string {
  return text
    .replaceAll(served.folder, '<folder>')
    .replace(/(by operator) on \S+/g, '$1 on <host>')
    .replace(/(user\/operator), \S+ on \S+/g, '$1, <user> on <host>')
    .replace(/\b[0-9a-f]{64}\b/g, '<digest>')
    .replace(/\b(?!123456789012)[0-9a-f]{12}\b/g, '<id>')
    .replace(/\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?( ?[+-]\d\d:?\d\d|Z)?/g, '<time>')
    .replace(/(requests) +\d[\d.]* ?m?s\b/g, '$1  <duration>')
    .replace(/\b\d+(\.\d+)? ?(ms|s)\b/g, '<duration>')
    .replace(`no entries from ${EMPTY.join(', ')}`, 'no entries from <the others>')
    .replace(/ +$/gm, '')
}

/** The services without entries: the account has neither resources nor settings of them. */
const EMPTY = SERVICES.map(({ name }) => name)
  .filter((name) => !['acm', 'apigateway', 's3', 'ses'].includes(name))
  .sort()

beforeAll(async () => {
  served = await serve(loadFixtureAccount())
  before = digestsOf(served)
  first = await served.commit('-m', 'v1.0')
  again = await served.commit('-m', 'same again')
  applyDeployment(served.account)
  deployed = await served.commit('-m', 'v1.1')
})
afterAll(() => served.close())

/** What every account has, whatever is in it: the settings of ACM, API Gateway and SES. */
const ACCOUNT_SETTINGS = 3

describe('commit', () => {
  test('captures every object and every bucket', () => {
    expect(first).toMatchObject({
      schemaVersion: 1,
      version: 'v1.0',
      parent: null,
      complete: true,
      problems: [],
    })
    expect(first.counts.entries).toBe(before.size + served.account.buckets.size + ACCOUNT_SETTINGS)
    expect(first.counts.added).toBe(first.counts.entries)
    expect(first.requests['s3:GetObject']).toBe(before.size)
  })

  test('reads nothing of an account that has not changed, and gives the same tree', () => {
    expect(again).toMatchObject({ tree: first.tree, parent: first.id, version: again.id })
    expect(again.requests).not.toHaveProperty('s3:GetObject')
    expect(again.requests).not.toHaveProperty('s3:HeadObject')
    expect(again.counts).toEqual({ ...first.counts, added: 0, unchanged: first.counts.entries })
    expect(again.bytes.read).toBe(0)
  })

  test('reads after a deployment what was deployed', () => {
    expect(deployed.counts).toMatchObject({ removed: 2 })
    expect(deployed.requests['s3:GetObject']).toBeLessThan(15)
    expect(deployed.parent).toBe(again.id)
  })

  test('makes a store that only its owner can read', () => {
    const store = join(served.folder, '.jsnap')
    expect(statSync(store).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(store, { recursive: true, encoding: 'utf8' })) {
      const stat = lstatSync(join(store, name))
      expect([name, stat.mode & 0o777]).toEqual([name, stat.isDirectory() ? 0o700 : 0o600])
    }
  })
})

describe('ls and cat', () => {
  test('list every object with its digest', async () => {
    const lines = jsonLines((await served.run('ls', 'v1.0', '--json')).stdout) as ListedEntry[]
    const objects = lines.filter(({ path }) => path.startsWith('s3-buckets/'))
    expect(new Map(objects.map(({ path, sha256 }) => [path, sha256]))).toEqual(before)
    expect(lines.map(({ path }) => path)).toEqual(
      lines.map(({ path }) => path).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    )
  })

  test('take a part of a version', async () => {
    const { stdout } = await served.run('ls', 'v1.0:s3-buckets/qos-prod-site/products')
    expect(stdout).toMatchInlineSnapshot(`
      "s3-buckets/qos-prod-site/products/amp-4x75.html
      s3-buckets/qos-prod-site/products/amp-mono-500.html
      s3-buckets/qos-prod-site/products/bilge-sub-10.html
      s3-buckets/qos-prod-site/products/cable-kit-8.html
      s3-buckets/qos-prod-site/products/deck-speaker-65.html
      s3-buckets/qos-prod-site/products/deck-speaker-80.html
      s3-buckets/qos-prod-site/products/helm-receiver.html
      s3-buckets/qos-prod-site/products/index.html
      s3-buckets/qos-prod-site/products/loud-hailer-30.html
      s3-buckets/qos-prod-site/products/tower-pod.html
      s3-buckets/qos-prod-site/products/wired-remote.html
      "
    `)
  })

  test('print the content of an object', async () => {
    const { stdout } = await served.run('cat', 'v1.1:s3-buckets/qos-prod-config/features.json')
    expect(stdout).toBe(
      String(served.account.bucket('qos-prod-config').current('features.json')?.content.read(0, 1000)),
    )
  })

  test.each([
    'new\nline.txt',
    '../escape.txt',
    'a//b',
    'percent%2Fencoded',
    ' leading space.txt',
    '\u{1F6A2}',
  ])('find the object %j', async (part) => {
    const bucket = served.account.bucket('tidewater-partner-import')
    const key = bucket.sortedKeys().find((one) => one.includes(part)) ?? ''
    const { stdout, exitCode } = await served.run('cat', `v1.0:s3-buckets/tidewater-partner-import/${key}`)
    expect(exitCode).toBe(0)
    expect(stdout).toBe(String(bucket.current(key)?.content.read(0, 1000)))
  })
})

describe('log and show', () => {
  test('log tells the versions, newest first', async () => {
    expect(stable((await served.run('log', '--oneline')).stdout)).toMatchInlineSnapshot(`
      "<id>  v1.1  +3 ~7 -2
      <id>  +0 ~0 -0  same again
      <id>  v1.0  +448 ~0 -0
      "
    `)
    expect(stable((await served.run('log')).stdout)).toMatchInlineSnapshot(`
      "v1.1  <id>  <time> UTC
        +3 ~7 -2   449 entries, 5.4 MiB, account 123456789012
        by operator on <host>

      <id>  <time> UTC
        +0 ~0 -0   448 entries, 5.4 MiB, account 123456789012
        by operator on <host>
        same again

      v1.0  <id>  <time> UTC
        +448 ~0 -0   448 entries, 5.4 MiB, account 123456789012
        by operator on <host>
      "
    `)
  })

  test('show tells what a version is', async () => {
    expect(stable((await served.run('show', 'v1.0')).stdout)).toMatchInlineSnapshot(`
      "v1.0
      id       <digest>
      parent   none
      tree     <id>
      time     <time> UTC
      account  123456789012
      regions  us-east-1
      by       arn:aws:iam::123456789012:user/operator, <user> on <host>
      tool     jsnap 0.1.0
      entries  448, 5.4 MiB
      changes  448 added, 0 modified, 0 removed, 0 unchanged

      sources
        s3          445 entries  5.4 MiB  1,524 requests  <duration>
        acm             1 entry     55 B      3 requests  <duration>
        apigateway      1 entry     47 B     12 requests  <duration>
        ses             1 entry    420 B     13 requests  <duration>
        no entries from <the others>

      not covered
        @eu-central-1/: 1 bucket is in eu-central-1, which was not asked for: --region all
        @us-west-2/: 1 bucket is in us-west-2, which was not asked for: --region all
        s3-versions/qos-invoices/: old versions of objects and delete markers are not captured
        s3-versions/qos-prod-config/: old versions of objects and delete markers are not captured
        s3-versions/sailjada-backups-usw2/: old versions of objects and delete markers are not captured
        s3-versions/sailjada-backups/: old versions of objects and delete markers are not captured
        s3-versions/sailjada-config/: old versions of objects and delete markers are not captured
      "
    `)
  })

  test('every way to name a version finds it', async () => {
    for (const [text, id] of [
      ['v1.1', deployed.id],
      ['HEAD', deployed.id],
      ['HEAD~1', again.id],
      ['HEAD~2', first.id],
      [first.id.slice(0, 8), first.id],
      [first.id, first.id],
    ] as const) {
      const shown = (await served.run('show', text, '--json')).json()
      expect(JSON.stringify(shown)).toContain(id)
    }
  })
})

describe('diff', () => {
  test('names what a deployment has changed', async () => {
    expect((await served.run('diff', 'v1.0', 'v1.1', '--name-status')).stdout).toMatchInlineSnapshot(`
      "M	s3-buckets/qos-prod-config/site.json
      R100	s3-buckets/qos-prod-images/photos/hero-harbour.jpg	s3-buckets/qos-prod-images/photos/hero-autumn.jpg
      U	s3-buckets/qos-prod-site/css/site.css
      M	s3-buckets/qos-prod-site/data/products.json
      M	s3-buckets/qos-prod-site/index.html
      A	s3-buckets/qos-prod-site/products/deck-speaker-65-mk2.html
      M	s3-buckets/qos-prod-site/products/deck-speaker-65.html
      M	s3-buckets/qos-prod-site/products/index.html
      D	s3-buckets/qos-prod-site/products/wired-remote.html
      A	s3-buckets/qos-product-catalog/products/deck-speaker-65-mk2.json
      M	s3-configs/qos-prod-site.json
      "
    `)
  })

  test('sums it up by folder', async () => {
    expect(stable((await served.run('diff', 'v1.0', 'v1.1', '--stat')).stdout)).toMatchInlineSnapshot(`
      " s3-buckets/qos-prod-config     | 1        -1 B ~
       s3-buckets/qos-prod-images     | 1        +0 B ~
       s3-buckets/qos-prod-site       | 7      +216 B +~~~~~-
       s3-buckets/qos-product-catalog | 1      +315 B +
       s3-configs/qos-prod-site.json  | 1       +40 B ~
       11 changes in 5 places: 2 added, 1 removed, 6 modified, 1 renamed, 1 metadata
      "
    `)
  })

  test('compares with HEAD when one version is named, and takes paths', async () => {
    const whole = (await served.run('diff', 'v1.0', '--json')).json() as DiffDocument
    const part = (
      await served.run('diff', 'v1.0', 's3-buckets/qos-prod-site', '--json')
    ).json() as DiffDocument
    expect(whole.schemaVersion).toBe(1)
    expect(part.changes.length).toBeGreaterThan(3)
    expect(part.changes).toEqual(
      whole.changes.filter(({ path }) => path.startsWith('s3-buckets/qos-prod-site/')),
    )
  })

  test('says what changed inside, and where the lines of texts differ', async () => {
    const diff = (...args: string[]) => served.run('diff', 'v1.0', 'v1.1', ...args)
    expect((await diff('s3-buckets/qos-prod-config', 's3-configs')).stdout).toMatchInlineSnapshot(`
      "~ s3-buckets/qos-prod-config/site.json  216 B, -1 B  6 unchanged
          ~ features.giftCards false → true
      ~ s3-configs/qos-prod-site.json  4.2 KiB, +40 B  72 unchanged
          + cors fonts-and-feeds: AllowedOrigins https://app.qos-audio.example
          ~ cors fonts-and-feeds: MaxAgeSeconds 3000 → 600
          ~ policy, statement AllowCloudFront: Condition.StringEquals.AWS:SourceArn …E1QOSPROD0001 → …E1QOSPROD0002

      2 modified
      "
    `)
    expect((await diff('-U0', 's3-buckets/qos-prod-site/index.html')).stdout).toMatchInlineSnapshot(`
      "diff --git a/s3-buckets/qos-prod-site/index.html b/s3-buckets/qos-prod-site/index.html
      index fdd9b57..a1d95ff 100644
      --- a/s3-buckets/qos-prod-site/index.html
      +++ b/s3-buckets/qos-prod-site/index.html
      @@ -17,0 +18 @@
      +      <p class="banner">Autumn launch: the <a href="products/deck-speaker-65-mk2.html">Deck Speaker Mk II</a> is here.</p>

      1 modified
      "
    `)
    expect((await diff('--summary')).stdout).toMatchInlineSnapshot(`
      "S3: 6 objects changed, 1 object renamed, 2 objects added, 1 object removed, 1 bucket configuration changed
        s3-buckets/qos-prod-config/site.json
          ~ features.giftCards false → true
        s3-buckets/qos-prod-site/data/products.json
          ~ products deck-speaker-65: price 149 → 129
          - products wired-remote {name: "Wired Remote", price: 89, currency: USD, category: receivers, stock: 2, summary:…ern or the cabin, on ten metres of cable."}
          + products deck-speaker-65-mk2 {name: "Deck Speaker 6.5\\" Mk II", price: 179, currency: USD, category: speakers, s… a grille that comes off without tools."}
          and 1 more change
        s3-configs/qos-prod-site.json
          + cors fonts-and-feeds: AllowedOrigins https://app.qos-audio.example
          ~ cors fonts-and-feeds: MaxAgeSeconds 3000 → 600
          ~ policy, statement AllowCloudFront: Condition.StringEquals.AWS:SourceArn …E1QOSPROD0001 → …E1QOSPROD0002
      "
    `)
    expect(
      (await diff('--shortstat', '--ignore', 's3-configs/**#/cors', '--ignore', '/features')).stdout,
    ).toBe(' 10 changes in 4 places: 2 added, 1 removed, 5 modified, 1 renamed, 1 metadata\n')
  })

  test('tells changes of documents that make the later one of the earlier', async () => {
    const { changes } = (await served.run('diff', 'v1.0', 'v1.1', '--json')).json() as DiffDocument
    const documents = changes.filter(({ document }) => document === true)
    expect(documents.length).toBeGreaterThan(2)
    for (const { path, details = [] } of documents) {
      const [before, after] = await Promise.all(
        ['v1.0', 'v1.1'].map(
          async (version) => (await served.run('cat', `${version}:${path}`)).json() as Json,
        ),
      )
      expect(
        applyDetails(
          before ?? null,
          details.filter(({ of }) => of === undefined),
        ),
      ).toEqual(after)
    }
  })

  test('writes a page that needs nothing else', async () => {
    const { exitCode, stdout, stderr } = await served.run('diff', 'v1.0', '--html', 'page.html')
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: '', stderr: 'wrote page.html\n' })
    const file = join(served.folder, 'page.html')
    const page = readFileSync(file, 'utf8')
    rmSync(file)
    expect(page).toContain('s3-configs/qos-prod-site.json')
    expect(page).toMatch(/<\/html>\n$/)
  })

  test('tells by its exit code whether there are differences, when it is asked to', async () => {
    expect((await served.run('diff', 'v1.0', 'v1.1', '--exit-code')).exitCode).toBe(1)
    expect((await served.run('diff', 'v1.0', 'HEAD~1', '--exit-code')).exitCode).toBe(0)
    expect((await served.run('diff', 'v1.0', 'v1.1')).exitCode).toBe(0)
  })
})

describe('checkout', () => {
  test('gives every object back byte by byte, and writes nothing outside the target', async () => {
    const { exitCode, stderr } = await served.run('checkout', 'v1.0', 'deep/out', '--verify')
    expect(exitCode, stderr).toBe(0)
    const out = join(served.folder, 'deep/out')
    const found = new Map<string, string>()
    for (const bucket of served.account.buckets.keys()) {
      const list = readFileSync(join(out, `s3-configs/${bucket}.objects.jsonl`), 'utf8')
      const digests = digestsBelow(join(out, 's3-buckets', bucket), `s3-buckets/${bucket}/`)
      for (const { key, file = '' } of jsonLines(list) as ListedObject[]) {
        found.set(`s3-buckets/${bucket}/${key}`, digests.get(file) ?? `no file ${file}`)
        digests.delete(file)
      }
      expect([...digests.keys()]).toEqual([])
    }
    expect(found).toEqual(before)
    expect(readdirSync(served.folder).sort()).toEqual(['.jsnap', 'deep'])
    expect(readdirSync(join(served.folder, 'deep'))).toEqual(['out'])
  })

  test('writes only what differs when it is run again', async () => {
    const result = (await served.run('checkout', 'v1.1', 'deep/out', '--force', '--json')).json()
    expect(result).toMatchObject({ schemaVersion: 1, version: 'v1.1' })
    const { written } = result as { written: number }
    expect(written).toBeLessThan(60)
  })

  test('refuses a folder that is not empty', async () => {
    const { exitCode, stderr } = await served.run('checkout', 'v1.1', 'deep')
    expect(exitCode).toBe(1)
    expect(stable(stderr)).toMatchInlineSnapshot(`
      "error: the target '<folder>/deep' is not empty
      hint: use '--force' to write into it: files that differ are replaced, all others are kept
      "
    `)
  })

  test('takes a part of a version', async () => {
    await served.run('checkout', 'v1.0', 'part', 's3-buckets/qos-prod-site/products')
    expect(readdirSync(join(served.folder, 'part/s3-buckets'))).toEqual(['qos-prod-site'])
    expect(readdirSync(join(served.folder, 'part/s3-buckets/qos-prod-site'))).toEqual(['products'])
  })
})

describe('fsck', () => {
  test.each([[[]], [['--full']]])('finds nothing wrong, with %j', async (args) => {
    const { exitCode, stdout } = await served.run('fsck', ...args)
    expect(exitCode).toBe(0)
    expect(stdout).toContain('no problems')
  })
})

describe('without its SQLite files, a store', () => {
  test('answers as before, after one rebuild', async () => {
    const questions = [['log'], ['diff', 'v1.0', 'v1.1', '--name-status'], ['ls', 'v1.0', '--json']]
    const answers = []
    for (const question of questions) answers.push((await served.run(...question)).stdout)
    const store = join(served.folder, '.jsnap')
    const databases = readdirSync(store).filter((name) => /sqlite|\.db|^lock/.test(name))
    expect(databases).not.toEqual([])
    for (const name of databases) rmSync(join(store, name))
    for (const [index, question] of questions.entries())
      expect((await served.run(...question)).stdout).toBe(answers[index])
    await served.run('checkout', 'v1.1', 'rebuilt')
    const rebuilt = digestsBelow(join(served.folder, 'rebuilt/s3-buckets'))
    rebuilt.delete('MANIFEST.md')
    expect([...rebuilt.values()].sort()).toEqual([...digestsOf(served).values()].sort())
    expect(existsSync(join(served.folder, 'rebuilt/MANIFEST.md'))).toBe(true)
    expect((await served.run('fsck', '--full')).exitCode).toBe(0)
    const { tree } = await served.commit('-m', 'after the rebuild')
    expect(tree).toBe(deployed.tree)
  })
})

import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestsBelow, sha256 } from '../folder-digests.ts'
import { jsnap, type Ran } from '../jsnap-command.ts'
import {
  jsonLines,
  type CommitDocument,
  type DiffDocument,
  type ListedEntry,
  type ListedObject,
} from '../json-contract.ts'
import {
  deploy,
  hasMoto,
  seedEstate,
  startMoto,
  type Deployment,
  type Estate,
  type MotoServer,
  type SeededObject,
} from './moto-server.ts'

if (!hasMoto)
  console.log(
    "moto_server is not on the PATH, so nothing is tested against moto (pip install 'moto[server]')",
  )

test.runIf(process.env['JSNAP_REQUIRE_MOTO'] === '1')('moto_server is on the PATH', () => {
  expect(hasMoto).toBe(true)
})

describe.runIf(hasMoto)('an estate of 46 buckets on moto', () => {
  let moto: MotoServer
  let estate: Estate
  let deployment: Deployment
  let folder: string
  let first: CommitDocument
  let second: CommitDocument
  let third: CommitDocument
  let firstRun: Ran

  const run = (...args: string[]) =>
    jsnap(args, {
      cwd: join(folder, 'work'),
      env: {
        AWS_ENDPOINT_URL: moto.url,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_REGION: 'us-east-1',
      },
    })
  const readable = (object: SeededObject) => object.storageClass !== 'GLACIER'
  const pathOf = ({ bucket, key }: SeededObject) => `s3-buckets/${bucket}/${key}`

  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'jsnap-moto-')))
    mkdirSync(join(folder, 'work'))
    moto = await startMoto()
    estate = await seedEstate(moto.url)
    firstRun = await run('commit', '--only', 's3', '-m', 'v1', '--json')
    first = firstRun.json() as CommitDocument
    second = (await run('commit', '--only', 's3', '-m', 'v2', '--json')).json() as CommitDocument
    deployment = await deploy(moto.url)
    third = (await run('commit', '--only', 's3', '-m', 'v3', '--json')).json() as CommitDocument
  })
  afterAll(() => {
    moto.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test('is seeded with thousands of objects', () => {
    expect(estate.buckets).toHaveLength(46)
    expect(estate.objects.length).toBeGreaterThan(4000)
  })

  test('is committed whole but for the archived object', () => {
    expect(firstRun.exitCode).toBe(3)
    expect(first.complete).toBe(false)
    expect(first.problems.map(({ path }) => path)).toEqual(
      estate.objects.filter((o) => !readable(o)).map(pathOf),
    )
    expect(first.counts).toEqual({
      entries: estate.objects.length + estate.buckets.length,
      added: estate.objects.length + estate.buckets.length,
      modified: 0,
      removed: 0,
      unchanged: 0,
    })
    expect(first.requests['s3:GetObject']).toBe(estate.objects.filter(readable).length)
    expect(first.requests['s3:HeadObject'] ?? 0).toBe(0)
  })

  test('is not read again by a commit that finds it unchanged', () => {
    expect(second.tree).toBe(first.tree)
    expect(second.requests['s3:GetObject'] ?? 0).toBe(0)
    expect(second.requests['s3:HeadObject'] ?? 0).toBe(0)
    expect(second.requests['s3:ListObjectsV2']).toBeGreaterThanOrEqual(46)
    expect(second.bytes.read).toBe(0)
  })

  test('lists every object with the digest, size and metadata that were put', async () => {
    const listed = new Map(
      (jsonLines((await run('ls', 'v1', '--json')).stdout) as ListedEntry[]).map((entry) => [
        entry.path,
        entry,
      ]),
    )
    for (const object of estate.objects) {
      const { sha256: digest = null, size, meta = {} } = listed.get(pathOf(object)) ?? {}
      expect([object.key, size, digest]).toEqual([
        object.key,
        object.size,
        readable(object) ? object.sha256 : null,
      ])
      if (!readable(object)) continue
      const { contentType, cacheControl = null, metadata = {}, tags = {} } = meta
      expect({ contentType, cacheControl, metadata, tags }, object.key).toEqual({
        contentType: object.contentType ?? 'binary/octet-stream',
        cacheControl: object.cacheControl,
        metadata: object.metadata,
        tags: object.tags,
      })
    }
    const configs = estate.buckets.map((bucket) => `s3-configs/${bucket}.json`)
    expect([...listed.keys()].sort()).toEqual([...estate.objects.map(pathOf), ...configs].sort())
  })

  test('holds the configurations that were put', async () => {
    for (const [bucket, names] of Object.entries(estate.configured)) {
      const config = (await run('cat', `v1:s3-configs/${bucket}.json`)).json()
      for (const name of names) expect(config).toHaveProperty(name)
    }
    const { stdout } = await run('cat', 'v1:s3-configs/qos-prod-site.json')
    expect(stdout).toContain('arn:aws:s3:::qos-prod-site/*')
    expect(stdout).toContain('https://qos.example')
    expect(stdout).toContain('404.html')
  })

  test.each([
    '../escape',
    'a',
    'a/b',
    'a//b',
    '/etc/passwd',
    '..',
    '%2e%2e/x',
    'tab\there',
    '\u{1F600}',
    ' lead',
  ])('cat prints the object %j', async (key) => {
    const object = estate.objects.find((one) => one.bucket === 'sailjada-uploads' && one.key === key)
    const { stdout, exitCode } = await run('cat', `v1:s3-buckets/sailjada-uploads/${key}`)
    expect(exitCode).toBe(0)
    expect(sha256(stdout)).toBe(object?.sha256)
  })

  describe('checked out', () => {
    let out: string

    beforeAll(async () => {
      out = join(folder, 'sandbox', 'deep', 'out')
      mkdirSync(join(folder, 'sandbox', 'deep'), { recursive: true })
      const { exitCode, stderr } = await run('checkout', 'v1', out)
      expect(exitCode, stderr).toBe(0)
    })

    test('gives every object back byte by byte, where its bucket’s list says', () => {
      const wrong: string[] = []
      for (const bucket of estate.buckets) {
        const lines = jsonLines(
          readFileSync(join(out, `s3-configs/${bucket}.objects.jsonl`), 'utf8'),
        ) as ListedObject[]
        const byKey = new Map(lines.map((line) => [line.key, line]))
        const objects = estate.objects.filter((object) => object.bucket === bucket)
        expect([...byKey.keys()].sort()).toEqual(objects.map(({ key }) => key).sort())
        for (const object of objects.filter(readable)) {
          const line = byKey.get(object.key)
          const bytes = readFileSync(join(out, line?.file ?? '?'))
          if (line?.sha256 !== object.sha256 || line.size !== object.size || sha256(bytes) !== object.sha256)
            wrong.push(pathOf(object))
        }
      }
      expect(wrong).toEqual([])
    })

    test('has just the objects’ files in the buckets’ folders', () => {
      for (const bucket of estate.buckets) {
        const objects = estate.objects.filter((object) => object.bucket === bucket && readable(object))
        expect([...digestsBelow(join(out, 's3-buckets', bucket)).values()].sort()).toEqual(
          objects.map((object) => object.sha256).sort(),
        )
      }
    })

    test('writes nothing outside the target', () => {
      expect(readdirSync(folder).sort()).toEqual(['sandbox', 'work'])
      expect(readdirSync(join(folder, 'sandbox'))).toEqual(['deep'])
      expect(readdirSync(join(folder, 'sandbox', 'deep'))).toEqual(['out'])
      expect(readdirSync(join(folder, 'work'))).toEqual(['.jsnap'])
      expect(readdirSync(tmpdir())).not.toContain('jsnap-escape')
    })
  })

  test('differs from the next version by just what was deployed', async () => {
    const { exitCode, ...ran } = await run('diff', 'v1', 'v3', '--json')
    expect(exitCode).toBe(0)
    const all = (ran.json() as DiffDocument).changes
    // What lies in an archive can be read in neither version.
    const unread = all.filter(({ inBoth }) => inBoth === true).map(({ type, path }) => `${type} ${path}`)
    expect(unread).toEqual(['unknown s3-buckets/marlow-archive/cold/2019.tar'])
    const changes = all
      .filter(({ inBoth }) => inBoth !== true)
      .map(({ type, path, from }) => ({ type, path, from }))
    const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1)
    expect(changes.sort(byPath)).toEqual(
      deployment.changes.map(({ type, path, from }) => ({ type, path, from })).sort(byPath),
    )
  })

  test('is read again only where it was changed', () => {
    // The new, the edited, the renamed object and the one whose metadata was replaced.
    expect(third.requests['s3:GetObject']).toBe(4)
    expect(third.counts).toMatchObject({ added: 2, modified: 3, removed: 2 })
  })
})

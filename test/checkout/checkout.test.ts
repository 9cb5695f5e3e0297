import { randomBytes, randomUUID } from 'node:crypto'
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { checkout, type CheckoutOptions } from '../../src/checkout/checkout.ts'
import { bytesOfName, rawNameMeta } from '../../src/model/byte-name.ts'
import { decodeFileName } from '../../src/checkout/file-name-component.ts'
import { walk } from '../../src/sources/local/walk.ts'
import { Store } from '../../src/store/store.ts'
import { scratchFolder } from '../helpers/scratch.ts'
import { folderContent, shown, storedContent } from './folder-content.ts'
import { makeVersion, type Made } from './make-version.ts'

let folder: string
let target: string
let store: Store

beforeEach(() => {
  folder = scratchFolder()
  target = join(folder, 'out')
  store = Store.init(join(folder, '.jsnap'))
  return () => store.close()
})

async function checkoutOf(made: readonly Made[], options: Partial<CheckoutOptions> = {}) {
  const version = await makeVersion(store, made, { name: null })
  return checkout({ store, version, target, ...options })
}

const site: Made[] = [
  { path: 's3-buckets/qos/index.html', content: '<h1>shop</h1>' },
  { path: 's3-buckets/qos/empty', content: '' },
  { path: 's3-buckets/qos/img/a.png', content: Buffer.from([0, 255, 10, 13]) },
  { path: 's3-buckets/qos/img/b.png', content: Buffer.from([0, 255, 10, 13]) },
  { path: 's3-configs/qos.json', type: 'config', content: '{}' },
  { path: 'local/site/run.sh', type: 'file', content: '#!/bin/sh\n', meta: { mode: '0755' } },
]

describe('a checkout', () => {
  test('gives every kind of entry back', async () => {
    const large = randomBytes(3_000_000)
    const result = await checkoutOf([
      ...site,
      { path: 's3-buckets/qos/large.bin', content: large },
      { path: 'local/site/latest', type: 'symlink', content: 'run.sh' },
      { path: 'local/site/outside', type: 'symlink', content: '../../../elsewhere' },
      { path: 'local/site/uploads', type: 'directory' },
      {
        path: 's3-buckets/qos/old.tar',
        type: 'stub',
        size: 9,
        meta: { reason: 'archived', code: 'InvalidObjectState' },
      },
      { path: 's3-buckets/secret/', type: 'unknown', meta: { code: 'AccessDenied' } },
    ])
    expect(storedContent(target)).toEqual({
      's3-buckets/qos/index.html': '<h1>shop</h1>',
      's3-buckets/qos/empty': '',
      's3-buckets/qos/img/a.png': '\x00\xff\n\r',
      's3-buckets/qos/img/b.png': '\x00\xff\n\r',
      's3-buckets/qos/large.bin': shown(large),
      's3-configs/qos.json': '{}',
      'local/site/run.sh': '#!/bin/sh\n',
      'local/site/latest': '-> run.sh',
      'local/site/outside': '-> ../../../elsewhere',
      'local/site/uploads': 'empty folder',
    })
    expect(result.skipped).toEqual([
      { path: 's3-buckets/qos/old.tar', reason: 'archived (InvalidObjectState)' },
      { path: 's3-buckets/secret/', reason: 'AccessDenied' },
    ])
    expect(result.files).toBe(Object.keys(folderContent(target)).length - 1)
    expect(result.written).toBe(result.files)
    expect(result.unchanged).toBe(0)
  })

  test('gives local files their permission bits and no others', async () => {
    await checkoutOf([
      { path: 'local/x/secret', type: 'file', content: 'a', meta: { mode: '0600' } },
      { path: 'local/x/shared', type: 'file', content: 'b', meta: { mode: '0666' } },
      { path: 'local/x/setuid', type: 'file', content: 'c', meta: { mode: '4755' } },
      { path: 's3-buckets/x/object', content: 'd', meta: { mode: '0777' } },
    ])
    const modeOf = (name: string) => (statSync(join(target, name)).mode & 0o7777).toString(8)
    expect(modeOf('local/x/secret')).toBe('600')
    expect(modeOf('local/x/shared')).toBe('666')
    expect(modeOf('local/x/setuid')).toBe('755')
    expect(modeOf('s3-buckets/x/object')).not.toBe('777')
  })

  test('writes thousands of files over many frames, each content exact', async () => {
    const made = Array.from({ length: 3000 }, (_, i) => ({
      path: `s3-buckets/b/${i % 7}/${i}`,
      content: `${i % 2000} `.repeat(1 + (i % 300)),
    }))
    const result = await checkoutOf(made, { verify: true })
    expect(storedContent(target)).toEqual(
      Object.fromEntries(made.map(({ path, content }) => [path, shown(content)])),
    )
    expect(result.verified).toBe(result.files)
  })

  test('keeps hostile keys inside the target and exact', async () => {
    const keys = [
      '../../escape',
      '..',
      '.',
      '/',
      '/etc/passwd',
      '//server/share',
      'a',
      'a/',
      'a/b',
      'a//b',
      'A',
      'CON',
      'c:\\windows',
      'new\nline',
      'é',
      'e\u0301',
      'x'.repeat(1000),
      '%2e%2e/x',
      '%~f',
      '__proto__',
    ]
    const result = await checkoutOf(
      keys.map((key) => ({ path: `s3-buckets/b/${key}`, content: `content of ${key}` })),
    )
    const found = storedContent(target)
    expect(
      Object.fromEntries(Object.entries(found).map(([name, text]) => [decodeFileName(name), text])),
    ).toEqual(Object.fromEntries(keys.map((key) => [`s3-buckets/b/${key}`, shown(`content of ${key}`)])))
    expect(readdirSync(folder).sort()).toEqual(['.jsnap', 'out'])
    expect(result.notes).toEqual(['17 files have escaped names: not every file system supports their paths'])
  })

  test('leaves out a path that is longer than the system allows, and says so', async () => {
    const path = `s3-buckets/b/${'/'.repeat(1500)}x`
    const result = await checkoutOf([{ path, content: 'deep' }, ...site])
    expect(result.skipped).toEqual([{ path, reason: 'its file name is too long for this system' }])
    expect(Object.keys(storedContent(target))).toContain('s3-buckets/qos/index.html')
  })

  test('tells how far it is', async () => {
    const reports: unknown[] = []
    await checkoutOf(site, { verify: true, onProgress: (progress) => reports.push(progress) })
    const totalBytes = 13 + 4 + 4 + 2 + 10
    expect(reports).toContainEqual({ stage: 'write', files: 6, bytes: totalBytes, totalFiles: 6, totalBytes })
    expect(reports.at(-1)).toMatchObject({ stage: 'verify', files: 9, totalFiles: 9 })
  })
})

test('a checkout of what the version does not know says why', async () => {
  const reason = 'denied (rds:DescribeDBInstances: AccessDenied), and never read by an earlier version'
  const denied = { source: 'rds', actions: ['rds:DescribeDBInstances'] }
  const notCovered = [{ path: 'databases/rds/instances/', reason, denied }]
  const version = await makeVersion(store, site, { notCovered })
  for (const path of ['databases', 'databases/rds/instances', 'databases/rds/instances/shop.json'])
    await expect(checkout({ store, version, target, paths: [path] }), path).rejects.toMatchObject({
      code: 'NotReadable',
      message: `the version has no information about '${path}': ${reason}`,
    })
  await expect(checkout({ store, version, target, paths: ['s3-buckets/x'] })).rejects.toMatchObject({
    code: 'NoSuchPath',
  })
})

describe('a target is refused', () => {
  test('when it is not empty', async () => {
    mkdirSync(target)
    writeFileSync(join(target, 'mine'), '')
    await expect(checkoutOf(site)).rejects.toMatchObject({
      code: 'TargetNotEmpty',
      hint: expect.stringContaining('--force') as string,
    })
    expect(readdirSync(target)).toEqual(['mine'])
  })

  test('when it is a file, with force as well', async () => {
    writeFileSync(target, 'mine')
    await expect(checkoutOf(site, { force: true })).rejects.toMatchObject({ code: 'Usage' })
    expect(readFileSync(target, 'utf8')).toBe('mine')
  })

  test('when it cannot be made', async () => {
    const version = await makeVersion(store, site)
    writeFileSync(join(folder, 'file'), '')
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link'))
    symlinkSync('loop', join(folder, 'loop'))
    const nowhere = (link: string) => `${join(folder, link)} is a dangling symbolic link`
    for (const [place, message] of [
      ['file/out', `${join(folder, 'file')} is not a folder`],
      ['link', nowhere('link')],
      ['link/out/deep', nowhere('link')],
      ['loop', nowhere('loop')],
      ['loop/out', nowhere('loop')],
    ] as const) {
      const refused = checkout({ store, version, target: join(folder, place) })
      await expect(refused, place).rejects.toMatchObject({ code: 'Usage', message })
    }
  })

  test('when it holds the store or lies in it, also by way of a link', async () => {
    symlinkSync(join(folder, '.jsnap'), join(folder, 'link'))
    const version = await makeVersion(store, site)
    for (const place of ['.', '.jsnap', '.jsnap/packs', '.jsnap/new/folder', 'link/new']) {
      const refused = checkout({ store, version, target: join(folder, place), force: true })
      await expect(refused).rejects.toMatchObject({ code: 'Usage' })
    }
    expect(readdirSync(folder).sort()).toEqual(['.jsnap', 'link'])
  })

  test('but an empty folder is taken, and one that is not there is made', async () => {
    mkdirSync(target)
    const version = await makeVersion(store, site)
    await checkout({ store, version, target })
    expect(Object.keys(storedContent(target))).toHaveLength(site.length)
    const deep = join(folder, 'new/deep')
    await checkout({ store, version, target: deep })
    expect(folderContent(deep)).toEqual(folderContent(target))
  })
})

/** The names of all that a folder holds, a character for each byte. */
const rawNames = (folder: string) =>
  [...walk({ readdirSync, lstatSync }, folder, () => false)]
    .map(({ path }) => bytesOfName(path).toString('latin1'))
    .sort()

describe.runIf(process.platform === 'linux')('names that are no UTF-8', () => {
  const raw = (path: string) => ({ path, meta: rawNameMeta(path) })
  const long = '\ufffde9'.repeat(180)
  const made: Made[] = [
    { ...raw('local/x/d\ufffde9/caf\ufffde9.txt'), type: 'file', content: 'one' },
    { ...raw('local/x/d\ufffde9/link\ufffde9'), type: 'symlink', content: Buffer.from([0xe9]) },
    { ...raw('local/x/leer\ufffdfc'), type: 'directory' },
    { ...raw(`local/x/${long}`), type: 'file', content: 'long' },
    { ...raw('local/x/real \ufffd\ufffde9'), type: 'file', content: 'two' },
    { path: 's3-buckets/b/key \ufffde9', content: 'a key is verbatim' },
  ]

  test('come back as they were, are verified, and are found again', async () => {
    const version = await makeVersion(store, made)
    const first = await checkout({ store, version, target, verify: true })
    const bytes = (text: string) => Buffer.from(text).toString('latin1')
    expect(rawNames(join(target, 'local/x'))).toEqual(
      ['d\xe9/caf\xe9.txt', 'd\xe9/link\xe9', 'leer\xfc', bytes('real \ufffde9'), '\xe9'.repeat(180)].sort(),
    )
    expect(rawNames(join(target, 's3-buckets/b'))).toEqual([bytes('key \ufffde9')])
    expect(readFileSync(join(target, 's3-configs/b.objects.jsonl'), 'utf8')).toContain(
      '"file":"s3-buckets/b/key \ufffde9"',
    )
    expect(first.notes).toEqual([])
    const second = await checkout({ store, version, target, force: true, verify: true })
    expect(second).toMatchObject({ written: 0, unchanged: first.files, removed: 0 })
    expect(rawNames(target).filter((name) => name.includes('.tmp'))).toEqual([])
  })

  test('of a store that says them wrongly stay text, and inside of the target', async () => {
    const liar = { rawName: Buffer.from('../../etc').toString('base64') }
    await checkoutOf([
      { path: 'local/x/\ufffd2e\ufffd2e\ufffd2fout', type: 'file', content: 'one', meta: liar },
      { path: 'local/x/\ufffdc3\ufffda9', type: 'file', content: 'two', meta: liar },
      { path: 'local/x/é', type: 'file', content: 'three', meta: liar },
    ])
    expect(storedContent(target)).toEqual({
      'local/x/\ufffd2e\ufffd2e\ufffd2fout': 'one',
      'local/x/\ufffdc3\ufffda9': 'two',
      'local/x/é': 'three',
    })
  })
})

describe('a second checkout into the same folder', () => {
  test('writes nothing when nothing differs', async () => {
    const version = await makeVersion(store, [
      ...site,
      { path: 's3-buckets/qos/large.bin', content: randomBytes(1_500_000) },
      { path: 'local/site/latest', type: 'symlink', content: 'run.sh' },
    ])
    const first = await checkout({ store, version, target })
    const before = lstatSync(join(target, 's3-buckets/qos/index.html'))
    const second = await checkout({ store, version, target, force: true, verify: true })
    expect(second).toMatchObject({
      files: first.files,
      written: 0,
      unchanged: first.files,
      bytesWritten: 0,
      removed: 0,
    })
    expect(second.bytes).toBe(first.bytes)
    const after = lstatSync(join(target, 's3-buckets/qos/index.html'))
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs])
  })

  test('restores what was edited, deleted or lost its mode, and leaves other files alone', async () => {
    const version = await makeVersion(store, site)
    await checkout({ store, version, target })
    const whole = folderContent(target)
    writeFileSync(join(target, 's3-buckets/qos/index.html'), '<h1>hack</h1>')
    writeFileSync(join(target, 's3-buckets/qos/empty'), 'not any more')
    rmSync(join(target, 's3-buckets/qos/img/a.png'))
    chmodSync(join(target, 'local/site/run.sh'), 0o600)
    writeFileSync(join(target, 's3-buckets/qos/mine.txt'), 'mine')
    const result = await checkout({ store, version, target, force: true })
    expect(result).toMatchObject({ written: 3, removed: 0 })
    expect(folderContent(target)).toEqual({ ...whole, 's3-buckets/qos/mine.txt': 'mine' })
    expect(statSync(join(target, 'local/site/run.sh')).mode & 0o777).toBe(0o755)
  })

  test('removes what a killed one has left', async () => {
    const version = await makeVersion(store, site)
    await checkout({ store, version, target })
    const whole = folderContent(target)
    for (const place of ['', 's3-buckets/qos/img/']) {
      writeFileSync(join(target, `${place}%~${randomUUID()}.tmp`), 'half of')
    }
    await checkout({ store, version, target, force: true })
    expect(folderContent(target)).toEqual(whole)
  })

  test('turns files into folders and folders into files', async () => {
    const v1 = await makeVersion(store, [
      { path: 'local/x/a', type: 'file', content: 'file' },
      { path: 'local/x/b/c', type: 'file', content: 'below' },
      { path: 'local/x/d', type: 'symlink', content: 'a' },
    ])
    const v2 = await makeVersion(
      store,
      [
        { path: 'local/x/a/c', type: 'file', content: 'below' },
        { path: 'local/x/b', type: 'symlink', content: 'a' },
        { path: 'local/x/d', type: 'file', content: 'file' },
      ],
      { name: 'v2' },
    )
    await checkout({ store, version: v1, target })
    const before = folderContent(target)
    await expect(checkout({ store, version: v2, target, force: true })).rejects.toMatchObject({
      code: 'Refused',
      message: `entries of another type cannot replace the file 'local/x/a', the folder 'local/x/b' in ${target}; nothing was written`,
    })
    expect(folderContent(target)).toEqual(before)
    const result = await checkout({ store, version: v2, target, replace: true })
    expect(result.notes).toEqual(['removed the file local/x/a', 'removed the folder local/x/b'])
    expect(storedContent(target)).toEqual({
      'local/x/a/c': 'below',
      'local/x/b': '-> a',
      'local/x/d': 'file',
    })
    expect(result.removed).toBe(2)
  })
})

describe("what is the user's in a target", () => {
  const made: Made[] = [
    { path: 'local/x/f', type: 'file', content: 'new' },
    { path: 'local/x/lnk', type: 'symlink', content: 'f' },
    { path: 'local/x/deep/a', type: 'file', content: 'a' },
  ]

  test('is not removed for something of another kind, but named; other paths can be written', async () => {
    const version = await makeVersion(store, made)
    for (const place of ['f/inner', 'lnk/inner'])
      mkdirSync(join(target, 'local/x', place), { recursive: true })
    mkdirSync(join(target, 'MANIFEST.md/mine'), { recursive: true })
    writeFileSync(join(target, 'local/x/deep'), 'mine')
    const before = folderContent(target)
    await expect(checkout({ store, version, target, force: true })).rejects.toMatchObject({
      code: 'Refused',
      message: expect.stringMatching(
        /the folder 'MANIFEST.md', the file 'local\/x\/deep', the folder 'local\/x\/f', the folder 'local\/x\/lnk' in \S+; nothing was written$/,
      ) as string,
      hint: expect.stringContaining('--replace') as string,
    })
    expect(folderContent(target)).toEqual(before)
    rmSync(join(target, 'MANIFEST.md/mine'), { recursive: true })
    await expect(
      checkout({ store, version, target, force: true, paths: ['local/x/deep'] }),
    ).rejects.toMatchObject({
      message: expect.stringContaining("the file 'local/x/deep' in ") as string,
    })
    rmSync(join(target, 'local/x/deep'))
    await checkout({ store, version, target, force: true, paths: ['local/x/deep'] })
    expect(storedContent(target)['local/x/deep/a']).toBe('a')
    const result = await checkout({ store, version, target, replace: true, verify: true })
    expect(result.removed).toBe(2)
    expect(storedContent(target)).toMatchObject({
      'local/x/f': 'new',
      'local/x/lnk': '-> f',
      'local/x/deep/a': 'a',
    })
  })

  test('gives way where it is an empty folder', async () => {
    const version = await makeVersion(store, made)
    mkdirSync(join(target, 'local/x/f'), { recursive: true })
    expect(await checkout({ store, version, target, force: true })).toMatchObject({ removed: 0 })
    expect(storedContent(target)['local/x/f']).toBe('new')
  })
})

describe('a link in the target is never followed', () => {
  test('where a folder, a file or a view belongs', async () => {
    const version = await makeVersion(store, site)
    await checkout({ store, version, target })
    const whole = folderContent(target)
    const outside = join(folder, 'outside')
    mkdirSync(join(outside, 'img'), { recursive: true })
    writeFileSync(join(outside, 'index.html'), 'precious')
    writeFileSync(join(outside, 'run.sh'), '#!/bin/sh\n')
    chmodSync(join(outside, 'run.sh'), 0o600)
    for (const [place, to] of [
      ['s3-buckets', outside],
      ['s3-configs/qos.json', join(outside, 'index.html')],
      ['local/site/run.sh', join(outside, 'run.sh')],
      ['MANIFEST.md', join(outside, 'index.html')],
    ] as const) {
      rmSync(join(target, place), { recursive: true })
      symlinkSync(to, join(target, place))
    }
    await expect(checkout({ store, version, target, force: true })).rejects.toMatchObject({
      code: 'Refused',
      message: expect.stringContaining("the link 's3-buckets'") as string,
    })
    await checkout({ store, version, target, replace: true, verify: true })
    expect(folderContent(target)).toEqual(whole)
    expect(folderContent(outside)).toEqual({
      img: 'empty folder',
      'index.html': 'precious',
      'run.sh': '#!/bin/sh\n',
    })
    expect(statSync(join(outside, 'run.sh')).mode & 0o777).toBe(0o600)
  })

  test('and a hard link to a file outside is cut', async () => {
    const version = await makeVersion(store, site)
    const outside = join(folder, 'outside')
    writeFileSync(outside, 'precious')
    mkdirSync(join(target, 's3-buckets/qos'), { recursive: true })
    linkSync(outside, join(target, 's3-buckets/qos/index.html'))
    await checkout({ store, version, target, force: true })
    expect(readFileSync(outside, 'utf8')).toBe('precious')
    expect(readFileSync(join(target, 's3-buckets/qos/index.html'), 'utf8')).toBe('<h1>shop</h1>')
  })

  test("nor is one of the version's own, whatever lies below its path", async () => {
    const outside = join(folder, 'outside')
    mkdirSync(outside)
    await checkoutOf([
      { path: 'local/x/link', type: 'symlink', content: outside },
      { path: 'local/x/link/below', type: 'file', content: 'file' },
    ])
    expect(readdirSync(outside)).toEqual([])
    expect(storedContent(target)).toEqual({
      'local/x/link%~f': `-> ${outside}`,
      'local/x/link/below': 'file',
    })
  })
})

describe('a checkout of a part', () => {
  const twins: Made[] = [
    { path: 's3-buckets/a/Logo.png', content: 'upper' },
    { path: 's3-buckets/a/logo.png', content: 'lower' },
    { path: 's3-buckets/ab/x', content: 'other bucket' },
    { path: 's3-buckets/a/[x]', content: 'brackets' },
    { path: 's3-configs/ab.json', type: 'config', content: '{}' },
    { path: 's3-buckets/a/sub/deep', type: 'stub', size: 1, meta: { reason: 'denied' } },
  ]

  test('takes an entry or what is below a prefix, under the names of a full checkout', async () => {
    const version = await makeVersion(store, twins)
    await checkout({ store, version, target })
    const whole = folderContent(target)
    const partOf = async (...paths: string[]) => {
      const part = join(folder, 'part')
      rmSync(part, { recursive: true, force: true })
      const { skipped } = await checkout({ store, version, target: part, paths })
      const content = folderContent(part)
      expect(whole).toMatchObject(content)
      return [...Object.keys(content), ...skipped.map(({ path }) => path)]
    }
    const lower = Object.keys(whole).find((name) => name.startsWith('s3-buckets/a/logo.png%~')) ?? ''
    const view = 's3-configs/a.objects.jsonl'
    expect(await partOf('s3-buckets/a/logo.png')).toEqual([lower])
    expect(await partOf('s3-buckets/a')).toEqual([
      's3-buckets/a/Logo.png',
      's3-buckets/a/[x]',
      lower,
      view,
      's3-buckets/a/sub/deep',
    ])
    expect(await partOf('s3-buckets/ab/')).toEqual(['s3-buckets/ab/x', 's3-configs/ab.objects.jsonl'])
    expect(await partOf('s3-configs')).toEqual(['s3-configs/ab.json', 's3-configs/ab.objects.jsonl'])
    expect(await partOf('s3-buckets/a/[x]')).toEqual(['s3-buckets/a/[x]'])
    expect(await partOf('s3-buckets/*/x', '**/*.json')).toEqual([
      's3-buckets/ab/x',
      's3-configs/ab.json',
      's3-configs/ab.objects.jsonl',
    ])
    expect(await partOf('s3-buckets/?b')).toEqual(['s3-buckets/ab/x', 's3-configs/ab.objects.jsonl'])
  })

  test.each(['s3-buckets/a/log', 's3-buckets/abc', 's3-buckets/*.gif', '', 'S3-BUCKETS'])(
    'refuses %j, which matches nothing, before it makes the target',
    async (path) => {
      const refused = checkoutOf(twins, { paths: ['s3-configs', path] })
      await expect(refused).rejects.toMatchObject({ code: 'NoSuchPath' })
      expect(readdirSync(folder)).toEqual(['.jsnap'])
    },
  )
})

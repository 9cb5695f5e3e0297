import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Volume } from 'memfs'
import { expect, test } from 'vitest'
import { JsnapError } from '../../../src/runtime/errors.ts'
import { fileRuleFinder } from '../../../src/model/secret-rules.ts'
import { createLocalSource } from '../../../src/sources/local/local-source.ts'
import { openFile } from '../../../src/sources/local/open-file.ts'
import { walk, type WalkFs } from '../../../src/sources/local/walk.ts'
import type { MarkAt } from '../../../src/sources/mark.ts'
import type { OpenTools, Sink } from '../../../src/sources/source.ts'
import { Store } from '../../../src/store/store.ts'
import { scratchFolder } from '../../helpers/scratch.ts'
import { commitSources, entriesOf, localSource, NO_SECRETS } from '../../helpers/snapshot.ts'

const tools: OpenTools = {
  now: () => Date.now() + 60_000,
  count: () => undefined,
  allocate: (size) => Buffer.alloc(size),
  temporaryFolder: '',
}
const request = (file: string) => ({ opener: 'local', folder: dirname(file), path: basename(file) }) as const
const read = (file: string) => openFile.open(request(file), null, tools)

function folderAndStore() {
  const scratch = scratchFolder()
  const folder = join(scratch, 'data')
  mkdirSync(folder)
  return { folder, store: Store.init(join(scratch, '.jsnap')) }
}

/** Makes files look as if they had been there for a while, so that their times can be trusted. */
const age = (...files: string[]) =>
  files.forEach((file) => utimesSync(file, 1_700_000_000.5, 1_700_000_000.5))

test('a walk goes in path order, whatever the file system is', () => {
  const fs = Volume.fromJSON({
    '/r/a/z': '1',
    '/r/a-b': '2',
    '/r/a.txt': '3',
    '/r/B': '4',
    '/r/é': '5',
  }) as unknown as WalkFs
  const paths = [...walk(fs, '/r', () => false)].map(({ path }) => path)
  expect(paths).toEqual(['B', 'a-b', 'a.txt', 'a/z', 'é'])
})

test('a folder is kept with modes, symlinks and empty folders, and special files are told', async () => {
  const { folder, store } = folderAndStore()
  writeFileSync(join(folder, 'run.sh'), '#!/bin/sh\n')
  chmodSync(join(folder, 'run.sh'), 0o755)
  writeFileSync(join(folder, 'private'), 'x')
  chmodSync(join(folder, 'private'), 0o600)
  symlinkSync('../nowhere', join(folder, 'link'))
  mkdirSync(join(folder, 'empty/deeper'), { recursive: true })
  execFileSync('mkfifo', [join(folder, 'pipe')])
  const version = await commitSources(store, [localSource(folder)])
  expect(entriesOf(store, version).map(({ path, type, meta }) => [path, type, meta])).toEqual([
    ['local/x/empty/deeper', 'directory', {}],
    ['local/x/link', 'symlink', {}],
    ['local/x/private', 'file', { mode: '0600' }],
    ['local/x/run.sh', 'file', { mode: '0755' }],
  ])
  expect(version.commit.notCovered).toEqual([{ path: 'local/x/pipe', reason: 'named pipe' }])
  expect(version.commit.complete).toBe(true)
})

test('patterns are ignored as a .gitignore would', async () => {
  const { folder, store } = folderAndStore()
  for (const path of ['a.log', 'keep.log', 'node_modules/x/y.js', 'src/b.log', 'src/main.js']) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), path)
  }
  const version = await commitSources(store, [localSource(folder, ['*.log', '!keep.log', 'node_modules/'])])
  expect(entriesOf(store, version).map(({ path }) => path)).toEqual([
    'local/x/keep.log',
    'local/x/src/main.js',
  ])
})

test('patterns tell capital letters from small ones, as git does', async () => {
  const { folder, store } = folderAndStore()
  for (const path of ['a.log', 'A.LOG', 'Build/x', 'build/x', 'README', 'Readme']) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), path)
  }
  const version = await commitSources(store, [localSource(folder, ['*.log', 'Build/', 'Readme'])])
  expect(entriesOf(store, version).map(({ path }) => path)).toEqual([
    'local/x/A.LOG',
    'local/x/README',
    'local/x/build/x',
  ])
})

/** A path of bytes below a folder. */
const latin1 = (folder: string, path: string) =>
  Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(path, 'latin1')])

const holdsRawNames = process.platform === 'linux'

test.runIf(holdsRawNames)(
  'files, links and folders whose names are no UTF-8 are captured, and their paths give the names back',
  async () => {
    const { folder, store } = folderAndStore()
    mkdirSync(latin1(folder, 'd\xe9'))
    mkdirSync(latin1(folder, 'leer\xfc'))
    writeFileSync(latin1(folder, 'd\xe9/caf\xe9.txt'), 'one')
    writeFileSync(latin1(folder, 'd\xe9/.env.\xfc'), 'PASSWORD=hidden\n')
    symlinkSync(Buffer.from('\xe9', 'latin1'), latin1(folder, 'link\xe9'))
    writeFileSync(join(folder, 'real \ufffde9'), 'two')
    writeFileSync(join(folder, 'plain é'), 'three')
    const source = createLocalSource([{ name: 'x', path: folder, ignore: [] }], {
      ...NO_SECRETS,
      ruleOf: (path) => (path.includes('.env') ? 'env' : undefined),
      exclude: [],
    })
    const version = await commitSources(store, [source])
    const raw = (path: string) => ({ rawName: Buffer.from(`local/x/${path}`, 'latin1').toString('base64') })
    expect(version.commit.problems).toEqual([])
    expect(entriesOf(store, version).map(({ path, type, meta }) => [path, type, meta])).toEqual([
      ['local/x/d\ufffde9/.env.\ufffdfc', 'file', { mode: '0644', sealed: true, ...raw('d\xe9/.env.\xfc') }],
      ['local/x/d\ufffde9/caf\ufffde9.txt', 'file', { mode: '0644', ...raw('d\xe9/caf\xe9.txt') }],
      ['local/x/leer\ufffdfc', 'directory', raw('leer\xfc')],
      ['local/x/link\ufffde9', 'symlink', raw('link\xe9')],
      ['local/x/plain é', 'file', { mode: '0644' }],
      [
        'local/x/real \ufffd\ufffde9',
        'file',
        { mode: '0644', rawName: Buffer.from('local/x/real \ufffde9').toString('base64') },
      ],
    ])
    const again = await commitSources(store, [source])
    expect(again.commit.tree).toBe(version.commit.tree)
  },
)

test.runIf(holdsRawNames)('an ignored name that is no UTF-8 is no problem', async () => {
  const { folder, store } = folderAndStore()
  mkdirSync(join(folder, 'cache'))
  writeFileSync(latin1(folder, 'caf\xe9.bak'), 'x')
  writeFileSync(latin1(folder, 'cache/\xe9'), 'y')
  writeFileSync(join(folder, 'f'), 'z')
  const version = await commitSources(store, [localSource(folder, ['*.bak', 'cache/**'])])
  expect(version.commit).toMatchObject({ complete: true, problems: [], notCovered: [{}, {}] })
  expect(entriesOf(store, version).map(({ path }) => path)).toEqual(['local/x/f'])
})

test('a glob and a single file can be named in place of a folder', async () => {
  const { folder, store } = folderAndStore()
  mkdirSync(join(folder, 'etc/deep'), { recursive: true })
  for (const path of ['etc/a.conf', 'etc/deep/b.conf', 'etc/c.txt']) writeFileSync(join(folder, path), path)
  const source = createLocalSource(
    [
      { name: 'conf', path: join(folder, 'etc/**/*.conf'), ignore: [] },
      { name: 'one', path: join(folder, 'etc/c.txt'), ignore: [] },
    ],
    { ...NO_SECRETS, exclude: [] },
  )
  const version = await commitSources(store, [source])
  expect(entriesOf(store, version).map(({ path }) => path)).toEqual([
    'local/conf/a.conf',
    'local/conf/deep/b.conf',
    'local/one/c.txt',
  ])
})

test('a file of secrets is one by its folders on the disk, however it is reached and called in the version', async () => {
  const home = scratchFolder()
  const secret = [
    '.aws/credentials',
    '.config/gcloud/access_tokens.db',
    '.docker/config.json',
    '.kube/config',
  ]
  for (const path of secret) {
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), path.endsWith('json') ? '{"auth":"CANARY"}' : 'token: CANARY\n')
  }
  symlinkSync('.aws', join(home, 'cloud'))
  symlinkSync('.aws/credentials', join(home, 'keys'))
  mkdirSync(join(home, 'stow/cfg'), { recursive: true })
  writeFileSync(join(home, 'stow/cfg/hosts.yml'), 'token: CANARY\n')
  symlinkSync('../stow/cfg', join(home, '.config/gh'))
  const paths = [
    '.aws',
    '.aws/credentials',
    '.aws/*',
    '.config/../.aws',
    'cloud',
    'cloud/credentials',
    'keys',
  ]
  paths.push('.docker', '.docker/config.json', '.kube', '.kube/conf*', '.config/gcloud', '.config/gh')
  const source = createLocalSource(
    paths.map((path, i) => ({ name: `n${i}`, path: `${home}/${path}`, ignore: [] })),
    { ...NO_SECRETS, ruleOf: fileRuleFinder({}), exclude: [] },
  )
  const store = Store.init(join(scratchFolder(), '.jsnap'))
  const version = await commitSources(store, [source])
  const found = entriesOf(store, version)
  expect(found).toHaveLength(paths.length)
  expect(found.filter(({ meta }) => meta['sealed'] !== true)).toEqual([])
})

test('what looks like a secret in a file that no rule knows is found, and known of it when it is not read again', async () => {
  const { folder, store } = folderAndStore()
  const token = `ghp_${'aB3'.repeat(12)}`
  const key = `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEpAIBAAKCAQEA'.repeat(20)}\n-----END RSA PRIVATE KEY-----\n`
  const files = {
    'deploy.sh': `#!/bin/sh\n\ncurl -H 'Authorization: ${token}' x\n`,
    'notes.txt': key,
    plain: 'x\n',
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  age(...Object.keys(files).map((name) => join(folder, name)))
  await new Promise((resolve) => setTimeout(resolve, 80))
  const listed = [
    { path: 'local/x/deploy.sh', line: 3, rule: 'github' },
    { path: 'local/x/notes.txt', line: 1, rule: 'privatekey' },
  ]
  const first = await commitSources(store, [localSource(folder)])
  expect(first.commit.findings).toEqual({ count: 2, listed })
  const again = await commitSources(store, [localSource(folder)])
  expect([again.bytesRead, again.commit.findings]).toEqual([0, { count: 2, listed }])
})

test('a file that is named by a link is captured', async () => {
  const { folder, store } = folderAndStore()
  writeFileSync(join(folder, 'a'), 'content')
  symlinkSync('a', join(folder, 'link'))
  const source = createLocalSource([{ name: 'x', path: join(folder, 'link'), ignore: [] }], {
    ...NO_SECRETS,
    exclude: [],
  })
  const version = await commitSources(store, [source])
  expect(entriesOf(store, version)).toMatchObject([{ path: 'local/x/link', type: 'file', size: 7 }])
})

test('the store itself is never captured', async () => {
  const folder = scratchFolder()
  writeFileSync(join(folder, 'a'), 'a')
  const store = Store.init(join(folder, '.jsnap'))
  const source = createLocalSource([{ name: 'x', path: folder, ignore: [] }], {
    ...NO_SECRETS,
    exclude: [store.dir],
  })
  const version = await commitSources(store, [source])
  expect(entriesOf(store, version).map(({ path }) => path)).toEqual(['local/x/a'])
})

test('a folder that is not there is unknown and a problem, not empty', async () => {
  const { folder, store } = folderAndStore()
  writeFileSync(join(folder, 'a'), 'a')
  await commitSources(store, [localSource(folder)])
  renameSync(folder, `${folder}-moved`)
  const version = await commitSources(store, [localSource(folder)])
  expect(entriesOf(store, version)).toMatchObject([
    { path: 'local/x/', type: 'unknown', meta: { code: 'ENOENT' } },
  ])
  expect(version.commit.problems).toMatchObject([
    { path: 'local/x/', operation: 'local:readdir', code: 'ENOENT' },
  ])
  expect(version.commit.complete).toBe(false)
})

test('unchanged files are not read again, and changed ones are', async () => {
  const { folder, store } = folderAndStore()
  const [a, b] = [join(folder, 'a'), join(folder, 'b')]
  writeFileSync(a, 'aaaa')
  writeFileSync(b, 'bbbb')
  age(a, b)
  await new Promise((resolve) => setTimeout(resolve, 80))
  await commitSources(store, [localSource(folder)])
  expect((await commitSources(store, [localSource(folder)])).bytesRead).toBe(0)
  writeFileSync(b, 'BBBB')
  const third = await commitSources(store, [localSource(folder)])
  expect(third).toMatchObject({ bytesRead: 4, commit: { counts: { unchanged: 1, modified: 1 } } })
})

test('a file that was replaced by one of the same size and time is read again', async () => {
  const { folder, store } = folderAndStore()
  const a = join(folder, 'a')
  writeFileSync(a, 'aaaa')
  age(a)
  await new Promise((resolve) => setTimeout(resolve, 80))
  await commitSources(store, [localSource(folder)])
  writeFileSync(`${folder}-new`, 'AAAA')
  age(`${folder}-new`)
  renameSync(`${folder}-new`, a)
  expect((await commitSources(store, [localSource(folder)])).commit.counts.modified).toBe(1)
})

test('a file that was written to just before it was read gets no origin, since its times cannot tell a second write', async () => {
  const file = join(scratchFolder(), 'a')
  writeFileSync(file, 'a')
  const now = statSync(file).ctimeMs + 10
  const reading = await openFile.open(request(file), null, { ...tools, now: () => now })
  expect((await reading.settle()).origin).toBeNull()
  expect((await (await read(file)).settle()).origin).toMatchObject({ size: 1 })
})

test('a change of a large file while it is read is noticed', async () => {
  const file = join(scratchFolder(), 'large')
  writeFileSync(file, Buffer.alloc(6_000_000))
  const reading = await read(file)
  if (reading.content === null || reading.content instanceof Uint8Array)
    throw new Error('large files are streamed')
  for await (const piece of reading.content) {
    expect(piece.length).toBeGreaterThan(0)
    writeFileSync(file, Buffer.alloc(6_000_000, 1))
  }
  await expect(async () => reading.settle()).rejects.toMatchObject({ unreadable: { reason: 'changing' } })
})

test('a file that cannot be read becomes a stub with the reason', async () => {
  const { folder } = folderAndStore()
  await expect(read(join(folder, 'gone'))).rejects.toMatchObject({ unreadable: { reason: 'gone' } })
  symlinkSync('/etc/hostname', join(folder, 'link'))
  await expect(read(join(folder, 'link'))).rejects.toMatchObject({ unreadable: { reason: 'gone' } })
  execFileSync('mkfifo', [join(folder, 'pipe')])
  await expect(read(join(folder, 'pipe'))).rejects.toMatchObject({ unreadable: { reason: 'gone' } })
  if (process.getuid?.() !== 0) {
    writeFileSync(join(folder, 'secret'), 'x')
    chmodSync(join(folder, 'secret'), 0)
    await expect(read(join(folder, 'secret'))).rejects.toMatchObject({
      unreadable: { reason: 'denied', code: 'EACCES' },
    })
  }
})

test('two captures of an unchanged folder have the same tree, in whatever store', async () => {
  const { folder, store } = folderAndStore()
  for (let i = 0; i < 300; i++) writeFileSync(join(folder, `f${i}`), `content ${i % 50}`)
  writeFileSync(join(folder, 'large'), Buffer.alloc(2_500_000, 'abc'))
  const first = await commitSources(store, [localSource(folder)])
  const again = await commitSources(store, [localSource(folder)])
  const other = await commitSources(Store.init(join(scratchFolder(), '.jsnap')), [localSource(folder)])
  expect(again.commit.tree).toBe(first.commit.tree)
  expect(other.commit.tree).toBe(first.commit.tree)
  rmSync(join(folder, 'f1'))
  expect((await commitSources(store, [localSource(folder)])).commit.counts).toMatchObject({
    removed: 1,
    unchanged: 300,
  })
})

test('an error of the store under a file, a link or the tooling ends the capture, and is told of none of them', async () => {
  const home = scratchFolder()
  const denied = new JsnapError('StoreDisk', 'access to the store is denied')
  const env = { HOME: home, PATH: '' }
  const failing = (markAt: MarkAt) =>
    createLocalSource([{ name: 'x', path: join(home, 'data'), ignore: [] }], {
      markAt,
      ruleOf: fileRuleFinder({}),
      exclude: [],
      tooling: { env, markAt },
    })
  const marks: MarkAt = () => (name) => ({ $secret: name })
  const noKey: MarkAt = () => () => {
    throw denied
  }
  for (const [place, make, markAt] of [
    ['data/.env', (file: string) => writeFileSync(file, 'PASSWORD=x\n'), noKey],
    ['.zshrc', (file: string) => writeFileSync(file, 'export TOKEN=x\n'), noKey],
    ['data/.env', (file: string) => writeFileSync(file, 'PASSWORD=x\n'), marks],
    ['.zshrc', (file: string) => writeFileSync(file, 'alias l=ls\n'), marks],
    ['data/link', (file: string) => symlinkSync('there', file), marks],
  ] as const) {
    mkdirSync(join(home, 'data'))
    make(join(home, place))
    for (const error of markAt === noKey ? [denied] : [denied, systemError('ENOENT')]) {
      const told: string[] = []
      const sink = {
        wants: () => true,
        status: () => undefined,
        bare: ({ path }: { path: string }) => told.push(path),
        problem: ({ path }: { path: string }) => told.push(path),
        document: () => Promise.reject(error),
      } as unknown as Sink
      await expect(
        failing(markAt).capture(sink, new AbortController().signal, Promise.resolve(true)),
      ).rejects.toBe(error)
      expect(told).toEqual([])
    }
    rmSync(join(home, 'data'), { recursive: true })
    rmSync(join(home, '.zshrc'), { force: true })
  }
})

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: as the system says it`), { code, syscall: 'open' })
}

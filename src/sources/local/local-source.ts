import { existsSync, lstatSync, readdirSync, readlinkSync, statSync, type Stats } from 'node:fs'
import { basename, resolve, sep } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import ignore from 'ignore'
import { codeOf, messageOf } from '../../model/errors.ts'
import { globBase, globMatcher, isGlob } from '../../model/glob.ts'
import type { Sink, Source } from '../source.ts'
import { fileMode, fileOrigin } from './file-origin.ts'
import type { LocalFolder } from './local-config.ts'
import type { FileRequest } from './open-file.ts'
import { walk, type WalkFs, type Walked } from './walk.ts'

/** The event loop gets a turn after this many files, so that the workers' answers are heard. */
const FILES_A_TURN = 256

/** The source of local folders. `exclude` are folders that are never entered: the store's own. */
export function createLocalSource(folders: readonly LocalFolder[], exclude: readonly string[]): Source {
  return {
    name: 'local',
    prefixes: ['local/'],
    actions: [],
    workerContext: () => Promise.resolve(null),
    async capture(sink, signal) {
      await Promise.all(folders.map((folder) => captureFolder(folder, exclude, sink, signal)))
    },
  }
}

async function captureFolder(
  folder: LocalFolder,
  exclude: readonly string[],
  sink: Sink,
  signal: AbortSignal,
): Promise<void> {
  const prefix = `local/${folder.name}/`
  if (!sink.wants(prefix)) return
  const scope = scopeOf(folder)
  const root = scope.root
  const ignored = isIgnored(folder, root, scope.matches, exclude)
  const found = scope.file === undefined ? walk(nodeFs, root, ignored) : [scope.file]
  let files = 0
  for (const item of found) {
    signal.throwIfAborted()
    await offer(item, root, prefix, sink)
    if (++files % FILES_A_TURN === 0) {
      sink.status(folder.name)
      await setImmediate()
    }
  }
}

const nodeFs: WalkFs = { readdirSync, lstatSync }

/** What a folder's `path` means: a folder, one file, or a glob below its fixed part. */
function scopeOf(folder: LocalFolder): { root: string; matches?: (path: string) => boolean; file?: Walked } {
  const path = resolve(folder.path)
  if (!existsSync(path)) {
    const base = globBase(folder.path)
    const glob = folder.path.slice(base.length).replace(/^\//, '')
    if (isGlob(glob)) return { root: resolve(base), matches: globMatcher([glob]) }
  } else if (statSync(path).isFile()) {
    const name = basename(path)
    return { root: resolve(path, '..'), file: { kind: 'file', path: name, stats: statSync(path) } }
  }
  return { root: path }
}

function isIgnored(
  folder: LocalFolder,
  root: string,
  matches: ((path: string) => boolean) | undefined,
  exclude: readonly string[],
): (path: string) => boolean {
  const patterns = folder.ignore.length > 0 ? ignore().add([...folder.ignore]) : undefined
  const own = exclude
    .filter((dir) => dir.startsWith(root + sep))
    .map((dir) => dir.slice(root.length + 1) + '/')
  return (path) => {
    if (own.includes(path)) return true
    if (patterns?.ignores(path) === true) return true
    return matches !== undefined && !path.endsWith('/') && !matches(path)
  }
}

async function offer(item: Walked, root: string, prefix: string, sink: Sink): Promise<void> {
  const path = prefix + item.path
  switch (item.kind) {
    case 'file':
      await sink.content({
        path,
        type: 'file',
        size: item.stats.size,
        meta: { mode: fileMode(item.stats) },
        origin: fileOrigin(item.stats),
        open: { opener: 'local', file: `${root}/${item.path}` } satisfies FileRequest,
      })
      return
    case 'symlink':
      await offerLink(path, `${root}/${item.path}`, item.stats, sink)
      return
    case 'empty folder':
      sink.bare({ path, type: 'directory', size: 0, meta: {} })
      return
    case 'special':
      sink.notCovered({ path, reason: item.what })
      return
    case 'unnameable':
      sink.problem({
        path,
        operation: 'local:readdir',
        code: 'InvalidName',
        message: `a file name is no UTF-8: ${item.name}`,
      })
      return
    case 'error':
      offerError(item, path, sink)
  }
}

async function offerLink(path: string, file: string, stats: Stats, sink: Sink): Promise<void> {
  try {
    const target = readlinkSync(file, 'buffer')
    await sink.document({ path, type: 'symlink', bytes: target, meta: {} })
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    unreadable(path, stats.size, 'local:readlink', error, sink)
  }
}

function offerError(item: Walked & { kind: 'error' }, path: string, sink: Sink): void {
  const operation = `local:${item.operation}`
  if (item.operation === 'stat') {
    if (codeOf(item.error) === 'ENOENT') return
    unreadable(path, 0, operation, item.error, sink)
    return
  }
  const code = codeOf(item.error) ?? 'Unknown'
  sink.bare({ path, type: 'unknown', size: 0, meta: { operation, code } })
  sink.problem({ path, operation, code, message: messageOf(item.error) })
}

function unreadable(path: string, size: number, operation: string, error: unknown, sink: Sink): void {
  const code = codeOf(error) ?? 'Unknown'
  sink.bare({ path, type: 'stub', size, meta: { reason: 'failed', operation, code } })
  sink.problem({ path, operation, code, message: messageOf(error) })
}

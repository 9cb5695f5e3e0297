import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { basename, resolve, sep } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import ignore from 'ignore'
import { globBase, globMatcher, isGlob } from '../../model/glob.ts'
import type { Sink, Source } from '../source.ts'
import { fileMode, fileOrigin } from './file-origin.ts'
import type { LocalFolder } from './local-config.ts'
import { offerNoFile } from './offer.ts'
import type { FileRequest } from './open-file.ts'
import { captureTooling, type Tooling } from './tooling.ts'
import { walk, type WalkFs, type Walked } from './walk.ts'

/** The event loop gets a turn after this many files, so that the workers' answers are heard. */
const FILES_A_TURN = 256

/** The source of local folders. `exclude` are folders that are never entered: the store's own; `tooling` is asked for or not. */
export function createLocalSource(
  folders: readonly LocalFolder[],
  exclude: readonly string[],
  tooling?: Tooling,
): Source {
  return {
    name: 'local',
    prefixes: ['local/'],
    actions: [],
    workerContext: () => Promise.resolve(null),
    async capture(sink, signal) {
      const named = folders.map((folder) => captureFolder(folder, exclude, sink, signal))
      await Promise.all(tooling === undefined ? named : [...named, captureTooling(tooling, sink, signal)])
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
  const file = `${root}/${item.path}`
  if (item.kind !== 'file') {
    await offerNoFile(item, path, file, sink)
    return
  }
  await sink.content({
    path,
    type: 'file',
    size: item.stats.size,
    meta: { mode: fileMode(item.stats) },
    origin: fileOrigin(item.stats),
    open: { opener: 'local', file } satisfies FileRequest,
  })
}

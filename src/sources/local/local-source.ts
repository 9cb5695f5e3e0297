import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync, type Stats } from 'node:fs'
import { basename, dirname, resolve, sep } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { nameOfText, placeInFolder, rawNameMeta } from '../../model/byte-name.ts'
import { codeOf } from '../../runtime/errors.ts'
import { gapAt } from '../../model/gap-matcher.ts'
import { globBase, globMatcher, isGlob } from '../../runtime/glob.ts'
import type { Sink, Source } from '../source.ts'
import { fileMode, fileOrigin } from './file-origin.ts'
import type { LocalFolder } from './local-config.ts'
import type { MarkAt } from '../mark.ts'
import type { FindFileRule, SecretRule } from '../../model/secret-rules.ts'
import { Ignored } from './ignored.ts'
import { offerNoFile, offerUnreadable } from './offer.ts'
import type { FileRequest } from './open-file.ts'
import { isNoKey, withoutSecrets } from './secret-file.ts'
import { captureTooling, type Tooling } from './tooling.ts'
import { walk, type WalkFs, type Walked } from './walk.ts'
import { LOCAL_FOLDERS } from '../../model/scope-folders.ts'

/** The event loop gets a turn after this many files, so that the workers' answers are heard. */
const FILES_A_TURN = 256

/** A larger file is not treated as a file of secrets. */
const LARGEST_SECRET_FILE = 1024 * 1024
const TOO_LARGE = 'a file of secrets that is larger than 1 MiB'
/** Certificates of all authorities are a quarter of a MiB; bytes. */
const LARGEST_BUNDLE = 16 * 1024 * 1024

/** What the source of local files needs. */
export interface LocalOptions {
  /** Folders that are never entered: the store's own. */
  readonly exclude: readonly string[]
  readonly markAt: MarkAt
  /** How files of secrets are treated. */
  readonly ruleOf: FindFileRule
  /** The set of a developer's machine, if it is asked for. */
  readonly tooling?: Tooling
}

/** The source of local folders. */
export function createLocalSource(folders: readonly LocalFolder[], options: LocalOptions): Source {
  const { tooling } = options
  return {
    name: 'local',
    prefixes: [LOCAL_FOLDERS],
    isScanned: true,
    actions: [],
    workerContext: () => Promise.resolve(null),
    async capture(sink, signal) {
      const named = folders.map((folder) => captureFolder(folder, options, sink, signal))
      await Promise.all(tooling === undefined ? named : [...named, captureTooling(tooling, sink, signal)])
    },
  }
}

async function captureFolder(
  folder: LocalFolder,
  options: LocalOptions,
  sink: Sink,
  signal: AbortSignal,
): Promise<void> {
  const prefix = `${LOCAL_FOLDERS}${folder.name}/`
  if (!sink.wants(prefix)) return
  const scope = scopeOf(folder)
  const root = scope.root
  const left = new Ignored(folder.ignore)
  const ignored = isIgnored(left, root, scope.matches, options.exclude)
  const found = scope.file === undefined ? walk(nodeFs, root, ignored) : [scope.file]
  let files = 0
  for (const item of found) {
    signal.throwIfAborted()
    await offer(item, scope, prefix, options, sink)
    if (++files % FILES_A_TURN === 0) {
      sink.status(folder.name)
      await setImmediate()
    }
  }
  for (const gap of left.gaps(prefix)) sink.notCovered(gap)
}

const nodeFs: WalkFs = { readdirSync, lstatSync }

interface FolderScope {
  readonly root: string
  readonly matches?: (path: string) => boolean
  readonly file?: Walked
  /** Where the file lies, which may have been named by a link. */
  readonly real?: { readonly folder: string; readonly path: string }
  /** The places of a file below the root: as they are written, and as they are where links have been followed. */
  readonly placesOf: (path: string) => readonly string[]
}

/** What a folder's `path` means: a folder, one file, or a glob below its fixed part. */
function scopeOf(folder: LocalFolder): FolderScope {
  const path = resolve(folder.path)
  if (!existsSync(path)) {
    const base = globBase(folder.path)
    const glob = folder.path.slice(base.length).replace(/^\//, '')
    if (isGlob(glob)) {
      const root = resolve(base)
      return { root, matches: globMatcher([glob]), placesOf: placesBelow(root) }
    }
  } else if (statSync(path).isFile()) {
    const real = realpathSync(path)
    return {
      root: dirname(path),
      file: { kind: 'file', path: nameOfText(basename(path)), stats: statSync(path) },
      real: { folder: dirname(real), path: nameOfText(basename(real)) },
      placesOf: () => [path, real],
    }
  }
  return { root: path, placesOf: placesBelow(path) }
}

function placesBelow(root: string): FolderScope['placesOf'] {
  const roots = [...new Set([root, existsSync(root) ? realpathSync(root) : root])]
  return (path) => roots.map((folder) => `${folder}/${path}`)
}

function isIgnored(
  left: Ignored,
  root: string,
  matches: ((path: string) => boolean) | undefined,
  exclude: readonly string[],
): (path: string) => boolean {
  const own = exclude
    .filter((dir) => dir.startsWith(root + sep))
    .map((dir) => nameOfText(dir.slice(root.length + 1)) + '/')
  return (path) => {
    if (own.includes(path)) return true
    if (left.ignores(path)) return true
    return matches !== undefined && !path.endsWith('/') && !matches(path)
  }
}

async function offer(
  item: Walked,
  { root, real, placesOf }: FolderScope,
  prefix: string,
  options: LocalOptions,
  sink: Sink,
): Promise<void> {
  const path = prefix + item.path
  const place = placeInFolder(root, item.path)
  if (item.kind !== 'file') {
    await offerNoFile(item, path, place, sink)
    return
  }
  const rule = options.ruleOf(path, placesOf(item.path))
  if (rule !== undefined && (await offerSecretFile(item.stats, rule, path, place, options.markAt, sink)))
    return
  await sink.content({
    path,
    type: 'file',
    size: item.stats.size,
    meta: { mode: fileMode(item.stats), ...rawNameMeta(path) },
    origin: fileOrigin(item.stats),
    open: { opener: 'local', ...(real ?? { folder: root, path: item.path }) } satisfies FileRequest,
  })
}

/**
 * Offers a file of secrets without their values. It is read each time, for the values are in no version. Returns false
 * for a file that is not one.
 */
async function offerSecretFile(
  stats: Stats,
  rule: SecretRule,
  path: string,
  file: string | Buffer,
  markAt: MarkAt,
  sink: Sink,
): Promise<boolean> {
  if (rule === 'plain') return false
  if (!sink.wants(path)) return true
  const isLarge = stats.size > LARGEST_SECRET_FILE
  // A bundle of certificates may be as large.
  if (isLarge && (rule !== 'key' || stats.size > LARGEST_BUNDLE)) {
    sink.notCovered(gapAt(path, TOO_LARGE))
    return true
  }
  let text: string | undefined
  try {
    const bytes = readFileSync(file)
    if (isLarge && !isNoKey(bytes)) {
      sink.notCovered(gapAt(path, TOO_LARGE))
      return true
    }
    text = withoutSecrets(bytes, rule, markAt(path))
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') offerUnreadable(path, stats.size, 'local:read', error, sink)
    return true
  }
  if (text === undefined) return false
  const meta = { mode: fileMode(stats), sealed: true, ...rawNameMeta(path) }
  await sink.document({ path, type: 'file', bytes: Buffer.from(text), meta })
  return true
}

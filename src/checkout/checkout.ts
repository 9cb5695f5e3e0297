import { nameOfText } from '../model/byte-name.ts'
import { checkRoom } from './check-room.ts'
import { JsnapError } from '../runtime/errors.ts'
import { loadLayout } from '../services/layout.ts'
import type { Store } from '../store/store.ts'
import type { Version } from '../versions/version.ts'
import { fileNames } from './file-names.ts'
import { reasonOfNothing } from '../versions/coverage-gap.ts'
import { readInventory } from '../versions/inventory.ts'
import { findObstacles, refuseObstacles, removalNotes, removeObstacles } from './obstacles.ts'
import { pathScope } from './path-scope.ts'
import { select, type SelectedFile, type SelectedFiles } from './selection.ts'
import { SharedProgress } from './shared-progress.ts'
import { Tally } from './tally.ts'
import { TargetFolder } from './target-folder.ts'
import { verifyFiles } from './verify-files.ts'
import type { FileToVerify } from './verify-worker.ts'
import type { BucketPair } from '../versions/bucket-pairs.ts'
import { viewsOf } from './views/views.ts'
import { WorkerPool } from './worker-pool.ts'
import { writeFiles } from './write-files.ts'
import { verifySymlinks, writeSymlinks } from './write-symlinks.ts'
import { writeViews } from './write-views.ts'

/** How and what of a version is written. */
export interface CheckoutOptions {
  readonly store: Store
  readonly version: Version
  readonly target: string
  /** Only these: entries, prefixes at segment borders, or globs. Everything when there are none. */
  readonly paths?: readonly string[]
  /** Write into a folder that is not empty. */
  readonly force?: boolean
  /** Remove what is there instead of something of another kind, as a folder in that of a file. */
  readonly replace?: boolean
  /** Read everything again when it is written. */
  readonly verify?: boolean
  /** Buckets that should hold the same, as the configuration names them. */
  readonly pairs?: readonly BucketPair[] | undefined
  readonly onProgress?: (progress: CheckoutProgress) => void
  readonly signal?: AbortSignal
}

/** How far a checkout is. Links and views are not counted. */
export interface CheckoutProgress {
  readonly stage: 'write' | 'verify'
  readonly files: number
  readonly bytes: number
  readonly totalFiles: number
  readonly totalBytes: number
}

/** What a checkout has written. */
export interface CheckoutResult {
  /** Files and links that now are in the target as the version says. */
  readonly files: number
  readonly written: number
  readonly unchanged: number
  /** Of all these files. */
  readonly bytes: number
  readonly bytesWritten: number
  /** What had to make room because something of another kind belongs in its place; only with `replace`. */
  readonly removed: number
  /** How many files were read again; only with `verify`. */
  readonly verified?: number
  /** Entries that have no file, and why. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[]
  readonly notes: readonly string[]
}

/**
 * Writes a version, or a part of it, as files.
 * @throws JsnapError NoSuchPath, TargetNotEmpty, Refused, Usage, Write, VerifyFailed; the reason of the signal; Corrupt when all
 * but the damaged files are written
 */
export async function checkout(options: CheckoutOptions): Promise<CheckoutResult> {
  const { store, version } = options
  options.signal?.throwIfAborted()
  const items = readInventory(store, version.commit.tree)
  const paths = items.map((item) => item.path)
  const places = version.commit.notCovered.map(({ path }) => path)
  const layout = await loadLayout([...paths, ...places])
  const views = viewsOf(store, version, items, options.pairs, layout)
  const wanted =
    options.paths === undefined || options.paths.length === 0
      ? undefined
      : pathScope(options.paths, paths, (path) => reasonOfNothing(store, version, [path]))

  const target = TargetFolder.open(
    options.target,
    store.dir,
    options.force === true || options.replace === true,
  )
  const keepsRawNames = items.some((item) => item.isRawName) && target.holdsRawNames()
  const isRaw = (index: number) => keepsRawNames && items[index]?.isRawName === true
  const names = fileNames([...paths, ...views.map((view) => view.path)], isRaw)
  const selection = select(items, views, names, isRaw, wanted)
  if (target.fresh && options.force !== true && options.replace !== true)
    checkRoom(target.path, bytesOf(selection.files))
  const obstacles = target.fresh ? [] : findObstacles(target.path, selection)
  if (options.replace !== true) refuseObstacles(options.target, obstacles)
  removeObstacles(target.path, obstacles)
  const tally = new Tally(selection.skipped)
  const reachable = makeFolders(selection, target, tally)
  const nameAt = (index: number) => names[index] as string // views ask for items, and each has one
  const pool = new WorkerPool(usefulThreads(reachable.files))
  try {
    const done = await inStage('write', reachable.files, options, (progress) =>
      writeAll(store, reachable, target, nameAt, pool, progress, tally),
    )
    throwIfDamaged(tally)
    if (options.verify === true) {
      await inStage('verify', done.files, options, async (progress) => {
        await verifyFiles(done.files, target.path, pool, progress)
        verifySymlinks(done.links, target)
      })
    }
    return {
      files: tally.written + tally.unchanged,
      written: tally.written,
      unchanged: tally.unchanged,
      bytes: tally.bytes,
      bytesWritten: tally.bytesWritten,
      removed: obstacles.filter(({ what }) => what !== 'empty folder').length,
      ...(options.verify === true ? { verified: done.files.length + done.links.length } : {}),
      skipped: tally.skipped,
      notes: [...removalNotes(obstacles), ...notesOn(reachable)],
    }
  } finally {
    await pool.close()
  }
}

/** Starting a thread takes as long as writing some hundreds of files, or some MiB. */
const FILES_PER_THREAD = 300
const BYTES_PER_THREAD = 16 * 1024 * 1024

function usefulThreads(files: SelectedFiles['files']): number {
  return Math.ceil(Math.max(files.length / FILES_PER_THREAD, bytesOf(files) / BYTES_PER_THREAD))
}

function bytesOf(files: readonly { readonly size: number }[]): number {
  return files.reduce((sum, file) => sum + file.size, 0)
}

function notesOn({ files, links }: SelectedFiles): string[] {
  const escaped = [...files, ...links].filter(
    ({ path, name }) => ![path, nameOfText(path)].includes(name),
  ).length
  if (escaped === 0) return []
  const subject = escaped === 1 ? '1 file has an escaped name' : `${escaped} files have escaped names`
  return [`${subject}: not every file system supports their paths`]
}

/** Makes all folders; returns what can be written into them. */
function makeFolders(selection: SelectedFiles, target: TargetFolder, tally: Tally): SelectedFiles {
  const reach = (name: string) => target.makeFolder(name.slice(0, Math.max(0, name.lastIndexOf('/'))))
  const reachesIt = ({ path, name }: { path: string; name: string }) => {
    if (reach(name)) return true
    tally.tooLong(path)
    return false
  }
  return {
    ...selection,
    files: selection.files.filter(reachesIt),
    links: selection.links.filter(reachesIt),
    folders: selection.folders.filter(({ path, name }) => {
      if (target.makeFolder(name)) return true
      tally.tooLong(path)
      return false
    }),
    views: selection.views.filter(({ name }) => reach(name)),
  }
}

/** What a checkout has put in place, or found in place. */
interface Done {
  readonly files: readonly FileToVerify[]
  readonly links: readonly SelectedFile[]
}

/** Writes everything that is selected. */
async function writeAll(
  store: Store,
  selection: SelectedFiles,
  target: TargetFolder,
  fileAt: (index: number) => string,
  pool: WorkerPool,
  progress: SharedProgress,
  tally: Tally,
): Promise<Done> {
  const [files, views] = await Promise.allSettled([
    writeFiles(store, selection.files, target, pool, progress, tally),
    writeViews(selection.views, target, fileAt, progress, tally),
  ])
  if (files.status === 'rejected') throw files.reason
  if (views.status === 'rejected') throw views.reason
  const done = [...files.value, ...views.value]
  if (progress.stopped) return { files: done, links: [] }
  // Links come last, so that no file can be written through one.
  const links = writeSymlinks(store, selection.links, target, tally)
  for (const { name, mode } of selection.folders) if (mode !== undefined) target.setMode(name, mode)
  return { files: done, links }
}

/** Runs one stage, reporting progress; when it is interrupted it has ended before the error is thrown. */
async function inStage<T>(
  stage: CheckoutProgress['stage'],
  files: readonly { readonly size: number }[],
  { signal, onProgress }: CheckoutOptions,
  work: (progress: SharedProgress) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted()
  const progress = new SharedProgress()
  const total = { totalFiles: files.length, totalBytes: bytesOf(files) }
  const report = () => onProgress?.({ stage, files: progress.files, bytes: progress.bytes, ...total })
  const stop = () => progress.stop()
  signal?.addEventListener('abort', stop)
  const timer = setInterval(report, REPORT_EVERY_MS)
  try {
    const result = await work(progress)
    signal?.throwIfAborted()
    report()
    return result
  } finally {
    clearInterval(timer)
    signal?.removeEventListener('abort', stop)
  }
}

const REPORT_EVERY_MS = 100

function throwIfDamaged({ damaged }: Tally): void {
  const [first] = damaged
  if (first === undefined) return
  const names = damaged.slice(0, 5).map(({ path }) => `'${path}'`)
  const others = damaged.length > names.length ? ` and ${damaged.length - names.length} more` : ''
  throw new JsnapError(
    'Corrupt',
    `the store has no intact content for ${names.join(', ')}${others}: ${first.message}`,
    { hint: "everything else was written; 'jsnap fsck --full' lists what is affected" },
  )
}

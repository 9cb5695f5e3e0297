import type { FsckReport } from '../store/fsck.ts'
import type { RepairReport } from '../store/repair.ts'
import type { Store } from '../store/store.ts'

/** Called with the number of packs that are done, and of all packs. */
export type PackProgress = (done: number, of: number) => void

/** How far a store is checked. */
export interface CheckOptions {
  /** Read every byte of the packs; else refs, trees and the places of contents. */
  readonly full?: boolean
  readonly onProgress?: PackProgress
}

/** Checks the integrity of a store, and changes nothing; problems are in the report. */
export async function check(
  store: Store,
  { full = false, onProgress = () => undefined }: CheckOptions = {},
): Promise<FsckReport> {
  const { fsck } = await import('../store/fsck.ts')
  return fsck(store, full, onProgress)
}

/** What a repair needs. */
export interface RepairOptions {
  /** Milliseconds since the epoch, as `Date.now`. */
  readonly now: () => number
  readonly onProgress?: PackProgress
}

/**
 * Rebuilds the index and restores refs from the packs, which are never changed, and reports what is lost.
 * @throws JsnapError Locked
 */
export async function repair(
  store: Store,
  { now, onProgress = () => undefined }: RepairOptions,
): Promise<RepairReport> {
  const { repair } = await import('../store/repair.ts')
  return repair(store, onProgress, now)
}

/**
 * Restores a lost or damaged `format.json`, without which a store does not open; returns what was done.
 * @throws JsnapError NoStore, UnsupportedFormat, Locked, Corrupt
 */
export async function restoreFormat(dir: string): Promise<string | undefined> {
  const { restoreFormat } = await import('../store/restore-format.ts')
  return restoreFormat(dir)
}

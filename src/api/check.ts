import type { FsckReport } from '../store/fsck.ts'
import type { RepairReport } from '../store/repair.ts'
import type { Store } from '../store/store.ts'

/** Is told how many packs of how many are done. */
export type PackProgress = (done: number, of: number) => void

/** How far a store is checked. */
export interface CheckOptions {
  /** Read every byte of the packs; else refs, trees and the places of contents. */
  readonly full?: boolean
  readonly onProgress?: PackProgress
}

/** Checks a store. What is wrong with it is in the report; nothing is changed. */
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
 * Rebuilds what can be rebuilt of a store, from its packs, which are never changed, and says what is lost.
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
 * Writes `format.json` of a store again where it is lost or damaged, without which the store does not open; returns what
 * was done. @throws JsnapError NoStore, UnsupportedFormat, Locked, Corrupt
 */
export async function restoreFormat(dir: string): Promise<string | undefined> {
  const { restoreFormat } = await import('../store/restore-format.ts')
  return restoreFormat(dir)
}

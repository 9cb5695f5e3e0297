import { setImmediate } from 'node:timers/promises'
import { parseEntry, pathOfLine, type Entry } from '../model/entry.ts'
import type { Matcher } from '../runtime/glob.ts'
import { comparePaths } from '../model/paths.ts'
import type { Store } from '../store/store.ts'
import { treeChanges } from '../store/tree-changes.ts'
import { entries } from '../store/tree.ts'
import type { Version } from '../versions/version.ts'

/** Something that is in all versions from one to another, with the same content. */
export interface Hit<Found> {
  readonly from: Version
  readonly to: Version
  readonly entry: Entry
  readonly found: Found
}

/** What is looked for. */
export interface Sought<Found> {
  /** What the paths begin with. */
  readonly prefix: string
  readonly isWanted: Matcher
  /** What makes an entry a hit; undefined when it is not one. Asked once for each entry and each content that it had. */
  readonly look: (entry: Entry) => Found | undefined
  readonly signal: AbortSignal
}

/** After this many bytes of contents, interruptions are checked; an entry on its own counts as some of them. */
const AT_ONCE = 4 * 1024 * 1024
const ENTRY_BYTES = 1024

/**
 * Finds entries over versions, in path order: each once for a run of versions, in the order they are given in, that have
 * it with the same content. The first version is read whole, and of the others what differs from the one before.
 */
export async function find<Found>(
  store: Store,
  versions: readonly Version[],
  { prefix, isWanted, look, signal }: Sought<Found>,
): Promise<Hit<Found>[]> {
  const hits: Hit<Found>[] = []
  const open = new Map<string, Omit<Hit<Found>, 'to'>>()
  let looked = 0
  let before: Version | undefined
  for (const version of versions) {
    const lines =
      before === undefined
        ? { before: [], after: entries(store, version.commit.tree, prefix) }
        : treeChanges(store, before.commit, version.commit, prefix)
    const went = new Map<string, Omit<Hit<Found>, 'to'>>()
    for (const line of lines.before) {
      const path = pathOfLine(line)
      const run = open.get(path)
      if (run === undefined) continue
      went.set(path, run)
      open.delete(path)
    }
    for (const line of lines.after) {
      looked += ENTRY_BYTES
      if (looked > AT_ONCE) {
        looked = 0
        await setImmediate()
        signal.throwIfAborted()
      }
      const path = pathOfLine(line)
      if (!isWanted(path)) continue
      const entry = parseEntry(line)
      const run = went.get(path)
      if (run !== undefined && run.entry.sha256 === entry.sha256 && run.entry.type === entry.type) {
        went.delete(path)
        open.set(path, run)
        continue
      }
      looked += entry.size
      const found = look(entry)
      if (found !== undefined) open.set(path, { from: version, entry, found })
    }
    for (const run of went.values()) hits.push({ ...run, to: before ?? version })
    before = version
  }
  if (before !== undefined) for (const run of open.values()) hits.push({ ...run, to: before })
  const order = new Map(versions.map(({ id }, i) => [id, i]))
  return hits.sort(
    (a, b) =>
      comparePaths(a.entry.path, b.entry.path) || (order.get(a.from.id) ?? 0) - (order.get(b.from.id) ?? 0),
  )
}

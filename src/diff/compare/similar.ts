import type { Entry } from '../../model/entry.ts'
import type { Store } from '../../store/store.ts'
import { contentText } from './content-text.ts'
import type { Rename } from './renames.ts'

/** As git has a rename limit. */
const MOST_PAIRS = 1_000_000

/** How much there is of each part of a content, and of all: bytes of chunks, characters of lines. */
interface Parts {
  readonly lengths: ReadonlyMap<string, number>
  readonly total: number
}

/**
 * Finds renames among removed and added entries whose content is similar: as much is in equal lines, of large content in
 * equal chunks, as `percent` of the larger one. Those of the same file name go first, then those most alike; each entry
 * is used once. Above a number of pairs, none is looked at, and `isComplete` says so.
 */
export function findSimilar(
  store: Store,
  removed: readonly Entry[],
  added: readonly Entry[],
  percent: number,
): { readonly renames: readonly Rename[]; readonly isComplete: boolean } {
  const known = new Map<Entry, Parts | undefined>()
  const knownParts = (entry: Entry): Parts | undefined => {
    if (!known.has(entry)) known.set(entry, contentParts(store, entry))
    return known.get(entry)
  }
  const renames: Rename[] = []
  let isComplete = true
  const taken = new Set<Entry>()
  const isFree = (entry: Entry) => entry.sha256 !== null && entry.size > 0 && !taken.has(entry)
  for (const keyOf of [nameOf, kindOf]) {
    const pairs = candidates(removed.filter(isFree), added.filter(isFree), percent, keyOf)
    isComplete &&= pairs !== undefined
    const found = (pairs ?? []).flatMap(({ before, after }): Required<Rename>[] => {
      const similarity = similarityOf(knownParts(before), knownParts(after))
      return similarity >= percent ? [{ before, after, similarity }] : []
    })
    for (const rename of found.sort((a, b) => b.similarity - a.similarity)) {
      if (taken.has(rename.before) || taken.has(rename.after)) continue
      taken.add(rename.before).add(rename.after)
      renames.push(rename)
    }
  }
  return { renames, isComplete }
}

/** The pairs whose sizes and keys let them be alike; undefined when they are too many. */
function candidates(
  removed: readonly Entry[],
  added: readonly Entry[],
  percent: number,
  keyOf: (entry: Entry) => string,
): Rename[] | undefined {
  const byKey = Map.groupBy(removed, keyOf)
  const pairs: Rename[] = []
  for (const after of added) {
    for (const before of byKey.get(keyOf(after)) ?? []) {
      const [small, large] = [Math.min(before.size, after.size), Math.max(before.size, after.size)]
      if (small * 100 >= large * percent) pairs.push({ before, after })
      if (pairs.length > MOST_PAIRS) return undefined
    }
  }
  return pairs
}

function nameOf({ type, path }: Entry): string {
  return `${type} ${path.slice(path.lastIndexOf('/') + 1)}`
}

function kindOf({ type, path }: Entry): string {
  return `${type} ${/\.[^./]*$/.exec(path)?.[0] ?? ''}`
}

/** The lines of text, or the chunks; undefined of small content that is not text. */
function contentParts(store: Store, entry: Entry): Parts | undefined {
  if (entry.sha256 === null) return undefined
  const place = store.locate(entry.sha256)
  if (!('pack' in place)) return partsOf(place.map(({ sha256, length }) => [sha256, length]))
  const lines = contentText(store, entry)?.split(/(?<=\n)/)
  return lines === undefined ? undefined : partsOf(lines.map((line) => [line, line.length]))
}

function partsOf(parts: readonly (readonly [part: string, length: number])[]): Parts {
  const lengths = new Map<string, number>()
  let total = 0
  for (const [part, length] of parts) {
    lengths.set(part, (lengths.get(part) ?? 0) + length)
    total += length
  }
  return { lengths, total }
}

function similarityOf(a: Parts | undefined, b: Parts | undefined): number {
  if (a === undefined || b === undefined) return 0
  let common = 0
  for (const [part, length] of a.lengths) common += Math.min(length, b.lengths.get(part) ?? 0)
  // Not equal: a hundred is said of what is.
  return Math.min(99, Math.floor((common * 100) / Math.max(a.total, b.total)))
}

import type { Entry } from '../model/entry.ts'
import type { Store } from '../store/store.ts'
import { contentText } from './content-text.ts'
import type { Rename } from './renames.ts'

/** Of more pairs than these, none is looked at, as git does beyond its rename limit. */
const MOST_PAIRS = 1_000_000

/** How much there is of each part of a content, and of all: bytes of chunks, characters of lines. */
interface Parts {
  readonly lengths: ReadonlyMap<string, number>
  readonly total: number
}

/**
 * Finds renames among entries that went and came whose content is alike: as many bytes are in equal lines, of large
 * content in equal chunks, as `percent` of the larger one. Those most alike go first; each entry is used once.
 */
export function findSimilar(
  store: Store,
  removed: readonly Entry[],
  added: readonly Entry[],
  percent: number,
): Rename[] {
  const pairs = candidates(removed, added, percent)
  const known = new Map<Entry, Parts | undefined>()
  const knownParts = (entry: Entry): Parts | undefined => {
    if (!known.has(entry)) known.set(entry, contentParts(store, entry))
    return known.get(entry)
  }
  const found = pairs.flatMap(({ before, after }): Required<Rename>[] => {
    const similarity = similarityOf(knownParts(before), knownParts(after))
    return similarity >= percent ? [{ before, after, similarity }] : []
  })
  found.sort((a, b) => b.similarity - a.similarity)
  const taken = new Set<Entry>()
  return found.filter(({ before, after }) => {
    if (taken.has(before) || taken.has(after)) return false
    taken.add(before).add(after)
    return true
  })
}

/** The pairs whose sizes and kinds let them be alike; none when they are too many. */
function candidates(removed: readonly Entry[], added: readonly Entry[], percent: number): Rename[] {
  const byKind = Map.groupBy(removed.filter(hasContent), kindOf)
  const pairs: Rename[] = []
  for (const after of added.filter(hasContent)) {
    for (const before of byKind.get(kindOf(after)) ?? []) {
      const [small, large] = [Math.min(before.size, after.size), Math.max(before.size, after.size)]
      if (small * 100 >= large * percent) pairs.push({ before, after })
      if (pairs.length > MOST_PAIRS) return []
    }
  }
  return pairs
}

function hasContent({ sha256, size }: Entry): boolean {
  return sha256 !== null && size > 0
}

function kindOf({ type, path }: Entry): string {
  return `${type} ${/\.[^./]*$/.exec(path)?.[0] ?? ''}`
}

/** The lines of text, or the chunks; undefined of small content that is no text. */
function contentParts(store: Store, entry: Entry): Parts | undefined {
  if (entry.sha256 === null) return undefined
  const place = store.locate(entry.sha256)
  if (Array.isArray(place)) {
    const chunks = place as readonly { sha256: string; length: number }[]
    return partsOf(chunks.map(({ sha256, length }) => [sha256, length]))
  }
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

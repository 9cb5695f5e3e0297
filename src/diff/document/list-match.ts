import { canonicalJson, type Json } from '../../model/canonical-json.ts'
import { at, isList, isNested, isObject } from '../../model/json-place.ts'
import type { ListIdentity } from '../../services/declaration/lists.ts'
import { longestIncreasing } from './longest-increasing.ts'
import { mostAlike, type Pair } from './most-alike.ts'

/** Which items of two lists are the same. */
export interface ListMatch {
  /** The members that identify the items, joined by spaces; undefined when only their values do. Some may not have them. */
  readonly key: string | undefined
  readonly isOrdered: boolean
  /** The same item, by the place it has in the first list. */
  readonly pairs: readonly Pair[]
  /** Those that moved relative to the others. */
  readonly moved: readonly Pair[]
  readonly removed: readonly number[]
  readonly added: readonly number[]
}

/**
 * Matches the items of a list with those it had before: by the members that identify them, by their values where nothing
 * does, and what is left by what they have in common.
 */
export function matchLists(
  before: readonly Json[],
  after: readonly Json[],
  { by, ordered }: ListIdentity,
): ListMatch {
  const isOrdered = ordered === true
  const key = [by].flat().find((members) => members !== '' && tells(members, before, after))

  const known = idsOf(before, key)
  const now = idsOf(after, key)
  const placeOf = new Map(now.map((id, j) => [id, j]))
  const equal = known.flatMap((id, i): Pair[] => {
    const j = placeOf.get(id)
    return j === undefined ? [] : [[i, j]]
  })
  // An item that is identified by its key is different from any other, however similar they are.
  const isUntold = (list: readonly Json[]) => (place: number) => !isToldBy(key, list[place])
  const [gone, came] = [without(before, equal, 0), without(after, equal, 1)]
  const alike = mostAlike(before, after, gone.filter(isUntold(before)), came.filter(isUntold(after)))
  const same = byPlace([...equal, ...alike])
  const staying = isOrdered
    ? longestIncreasing(
        same.map(([, j]) => j),
        (n) => same[n]?.[0] === same[n]?.[1],
      )
    : undefined
  const pairs = same.filter(([, j]) => staying?.has(j) ?? true)
  const moved = same.filter(([, j]) => staying?.has(j) === false)
  const removed = without(before, same, 0)
  const added = without(after, same, 1)
  // What has nothing in common with another is the same item when nothing else can be.
  const become = successors(before, after, {
    isOrdered,
    pairs,
    removed: removed.filter(isUntold(before)),
    added: added.filter(isUntold(after)),
  })
  const [left, right] = [new Set(become.map(([i]) => i)), new Set(become.map(([, j]) => j))]
  return {
    key,
    isOrdered,
    pairs: byPlace([...pairs, ...become]),
    moved,
    removed: removed.filter((i) => !left.has(i)),
    added: added.filter((j) => !right.has(j)),
  }
}

function byPlace(pairs: Pair[]): Pair[] {
  return pairs.sort(([a], [b]) => a - b)
}

/** The places in a list that are in no pair. */
function without(list: readonly Json[], pairs: readonly Pair[], side: 0 | 1): number[] {
  const taken = new Set(pairs.map((pair) => pair[side]))
  return [...list.keys()].filter((place) => !taken.has(place))
}

/** Says whether members identify the items of two lists that have them: each is another one. */
function tells(members: string, ...lists: readonly (readonly Json[])[]): boolean {
  const told = lists.map((list) => list.filter((thing) => isToldBy(members, thing)))
  return (
    told.some((things) => things.length > 0) &&
    told.every((things) => new Set(things.map((thing) => keyOf(thing, members))).size === things.length)
  )
}

function isToldBy(members: string | undefined, thing: Json | undefined): boolean {
  const value = members === undefined ? undefined : at(members.split(' ')[0], thing)
  return value !== undefined && value !== null && value !== '' && typeof value !== 'object'
}

function keyOf(thing: Json, members: string): string {
  return canonicalJson(members.split(' ').map((member) => at(member, thing) ?? null))
}

/** What identifies each item of a list; of those that are alike, also their number. */
function idsOf(list: readonly Json[], key: string | undefined): string[] {
  const counts = new Map<string, number>()
  return list.map((thing) => {
    const id = key !== undefined && isToldBy(key, thing) ? `by ${keyOf(thing, key)}` : canonicalJson(thing)
    const count = counts.get(id) ?? 0
    counts.set(id, count + 1)
    return `${id} ${count}`
  })
}

/** In a list with an order, what is between the same neighbours; in one without, the only item that was removed and the only one that was added. */
function successors(
  before: readonly Json[],
  after: readonly Json[],
  { isOrdered, pairs, removed, added }: Omit<ListMatch, 'key' | 'moved'>,
): Pair[] {
  if (!isOrdered) {
    const [i, j] = [removed[0], added[0]]
    if (i === undefined || j === undefined || removed.length > 1 || added.length > 1) return []
    return isAlike(before[i], after[j]) ? [[i, j]] : []
  }
  const found: Pair[] = []
  let [a, b] = [0, 0]
  for (const [endOfGone, endOfCame] of [...pairs, [before.length, after.length] as const]) {
    const [gone, came] = [countBelow(removed, a, endOfGone), countBelow(added, b, endOfCame)]
    for (let k = 0; k < Math.min(gone, came); k++) {
      const pair: Pair = [removed[a + k] ?? 0, added[b + k] ?? 0]
      if (isAlike(before[pair[0]], after[pair[1]]) || !isNested(before[pair[0]])) found.push(pair)
    }
    a += gone
    b += came
  }
  return found
}

function countBelow(sorted: readonly number[], from: number, limit: number): number {
  let end = from
  while ((sorted[end] ?? limit) < limit) end++
  return end - from
}

/** Says whether two values can be one item that changed inside. */
function isAlike(a: Json | undefined, b: Json | undefined): boolean {
  return (isObject(a) && isObject(b)) || (isList(a) && isList(b))
}

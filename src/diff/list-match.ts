import { canonicalJson, type Json } from '../model/canonical-json.ts'
import { at, isList, isObject } from '../model/json-place.ts'
import { longestIncreasing } from './longest-increasing.ts'
import type { ListRule } from './list-rule.ts'

/** The places of one thing in the two lists. */
type Pair = readonly [before: number, after: number]

/** Which things of two lists are the same. */
export interface ListMatch {
  /** The members that tell the things, joined by spaces; undefined when only their values do. */
  readonly key: string | undefined
  readonly isOrdered: boolean
  /** The same thing, by the place it has in the first list. */
  readonly pairs: readonly Pair[]
  /** Those that now stand elsewhere among the others. */
  readonly moved: readonly Pair[]
  readonly removed: readonly number[]
  readonly added: readonly number[]
}

/** Matches the things of a list with those it had before. */
export function matchLists(before: readonly Json[], after: readonly Json[], declared: ListRule): ListMatch {
  const all = [...before, ...after]
  // What has a priority is ordered by it, wherever it stands.
  const hasPriority = all.length > 0 && all.every((thing) => typeof at('Priority', thing) === 'number')
  const isOrdered = declared.isOrdered && !hasPriority
  const key = declared.keys.find((members) => isToldBy(members, before) && isToldBy(members, after))

  const known = idsOf(before, key)
  const now = idsOf(after, key)
  const placeOf = new Map(now.map((id, j) => [id, j]))
  const same = known.flatMap((id, i): Pair[] => {
    const j = placeOf.get(id)
    return j === undefined ? [] : [[i, j]]
  })
  const staying = isOrdered ? longestIncreasing(same.map(([, j]) => j)) : undefined
  const pairs = same.filter(([, j]) => staying?.has(j) ?? true)
  const moved = same.filter(([, j]) => staying?.has(j) === false)
  const taken = { before: new Set(same.map(([i]) => i)), after: new Set(same.map(([, j]) => j)) }
  const removed = [...before.keys()].filter((i) => !taken.before.has(i))
  const added = [...after.keys()].filter((j) => !taken.after.has(j))
  // What only its value tells, and has another now, is the same thing when nothing else can be.
  const become = key === undefined ? successors(before, after, { isOrdered, pairs, removed, added }) : []
  const gone = new Set(become.map(([i]) => i))
  const came = new Set(become.map(([, j]) => j))
  return {
    key,
    isOrdered,
    pairs: [...pairs, ...become].sort(([a], [b]) => a - b),
    moved,
    removed: removed.filter((i) => !gone.has(i)),
    added: added.filter((j) => !came.has(j)),
  }
}

function isToldBy(members: string, list: readonly Json[]): boolean {
  const [first = ''] = members.split(' ')
  if (list.some((thing) => !isText(at(first, thing)))) return false
  return new Set(list.map((thing) => keyOf(thing, members))).size === list.length
}

function isText(value: Json | undefined): boolean {
  return value !== undefined && value !== null && typeof value !== 'object'
}

function keyOf(thing: Json, members: string): string {
  return canonicalJson(members.split(' ').map((member) => at(member, thing) ?? null))
}

/** What tells each thing of a list; of those that are alike, also their number. */
function idsOf(list: readonly Json[], key: string | undefined): string[] {
  const counts = new Map<string, number>()
  return list.map((thing) => {
    const id = key === undefined ? canonicalJson(thing) : keyOf(thing, key)
    const count = counts.get(id) ?? 0
    counts.set(id, count + 1)
    return `${id} ${count}`
  })
}

/** In a list with an order, what stands between the same neighbours; in one without, the only thing that went and the only one that came. */
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
  for (const [i, j] of [...pairs, [before.length, after.length] as const]) {
    const [gone, came] = [removed.slice(a), added.slice(b)]
    const [n, m] = [countBelow(gone, i), countBelow(came, j)]
    for (let k = 0; k < Math.min(n, m); k++) {
      const pair: Pair = [gone[k] ?? 0, came[k] ?? 0]
      if (isAlike(before[pair[0]], after[pair[1]]) || !isNested(before[pair[0]])) found.push(pair)
    }
    a += n
    b += m
  }
  return found
}

function countBelow(sorted: readonly number[], limit: number): number {
  const end = sorted.findIndex((number) => number >= limit)
  return end === -1 ? sorted.length : end
}

/** Says whether two values can be one thing that changed inside. */
function isAlike(a: Json | undefined, b: Json | undefined): boolean {
  return (isObject(a) && isObject(b)) || (isList(a) && isList(b))
}

function isNested(value: Json | undefined): boolean {
  return isObject(value) || isList(value)
}

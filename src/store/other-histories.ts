import type { Commit } from '../model/commit.ts'
import type { Digest } from '../model/digest.ts'
import { parseEntry } from '../model/entry.ts'
import { readSound } from './read-sound.ts'
import { reachedFrom, type Commits } from './readable-commits.ts'
import type { RefsState } from './refs-check.ts'
import type { RefsRecord } from './refs-record.ts'
import type { Refs } from './refs.ts'
import type { Store } from './store.ts'
import { entries } from './tree.ts'

/** Records of the refs by their ids. */
export type Records = ReadonlyMap<Digest, RefsRecord>

/** Which record made the refs. */
export type Newest = Pick<RefsState, 'seq' | 'record'>

/** The record that made the refs and those before it, as far as they are there; where it is lost, from the last one before it. */
export function chainOf(records: Records, { seq, record }: Newest): Records {
  const chain = new Map<Digest, RefsRecord>()
  for (let id = record === null || records.has(record) ? record : lastBefore(records, seq); id !== null;) {
    const found = records.get(id)
    if (found === undefined) break
    chain.set(id, found)
    id = found.before
  }
  return chain
}

function lastBefore(records: Records, seq: number): Digest | null {
  const before = [...records].filter(([, record]) => record.seq < seq)
  return before.sort(([, a], [, b]) => b.seq - a.seq)[0]?.[0] ?? null
}

/**
 * The versions of a copy of the store that continued independently and whose packs are here: whole, and with nothing that
 * leads to them. One store gives no number to two records that it announces, and continues from no record but the last:
 * other records that nothing refers to are rests of runs that were interrupted. `given` is the last number that it gave.
 */
export function versionsOfOthers(
  store: Store,
  commits: Commits,
  refs: Refs,
  records: Records,
  newest: Newest,
  given: number,
): Digest[] {
  const chain = chainOf(records, newest)
  // What a lost HEAD followed from is known by the records alone.
  const heads = [...chain.values()].map(({ head }) => head)
  const reached = reachedFrom(commits, [refs.head, ...refs.names.values(), ...heads])
  const whole = new Set<Digest>()
  // The oldest first, so that of each it is known whether those that it brings with it are whole.
  for (const { head, added } of recordsOfOthers(records, chain, newest, given)) {
    for (const id of [head, ...added.map(([, id]) => id)]) {
      const commit = id === null || reached.has(id) || whole.has(id) ? undefined : commits.get(id)
      if (id === null || commit === undefined) continue
      const { parent } = commit
      const followsFromWhole = parent === null || reached.has(parent) || whole.has(parent)
      if (followsFromWhole && isWhole(store, commit)) whole.add(id)
    }
  }
  return [...whole]
}

function recordsOfOthers(records: Records, chain: Records, newest: Newest, given: number): RefsRecord[] {
  const first = Math.min(...[...chain.values()].map(({ seq }) => seq))
  // What is older than all that the refs come from is what a repair could not continue from.
  const later = leadingTo(records, chain, given)
  const announced = [...records].filter(
    ([id, { announced, seq }]) => later.has(id) || (announced === true && seq >= first),
  )
  const outside = announced.filter(([id]) => !chain.has(id)).sort(([, a], [, b]) => a.seq - b.seq)
  const bySeq = Map.groupBy(announced, ([, { seq }]) => seq)
  const isTaken = (id: Digest, seq: number) =>
    (newest.record !== id && newest.seq === seq) || (bySeq.get(seq) ?? []).length > 1
  const before = new Set(outside.map(([, record]) => record.before))
  const others = new Set<Digest>()
  for (const [id, record] of outside) {
    const goesOn = record.before !== null && others.has(record.before)
    if (later.has(id) || isTaken(id, record.seq) || before.has(id) || goesOn) others.add(id)
  }
  return outside.filter(([id]) => others.has(id)).map(([, record]) => record)
}

/** The records with numbers that this store has not given, and those that they continue from, as far as it does not. */
function leadingTo(records: Records, chain: Records, given: number): Set<Digest> {
  const found = new Set<Digest>()
  for (const [later, { seq }] of records) {
    if (seq <= given) continue
    for (let id: Digest | null = later; id !== null && !chain.has(id) && !found.has(id);) {
      found.add(id)
      id = records.get(id)?.before ?? null
    }
  }
  return found
}

/** Says whether all of a version is there: not all packs of the copy need have come. */
function isWhole(store: Store, { tree, origins }: Commit): boolean {
  const missing = readSound(() => {
    for (const line of entries(store, tree)) {
      const { sha256 } = parseEntry(line)
      if (sha256 !== null && !store.hasContent(sha256)) return true
    }
    return entries(store, origins).some(() => false)
  })
  return missing === false
}

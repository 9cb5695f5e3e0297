import { digestOf, type Digest } from '../model/digest.ts'
import { lastGiven, newerRecord, readRefsText, type CurrentRefs } from './current-refs.ts'
import { replaceFile } from './durable-file.ts'
import { keepAside } from './keep-aside.ts'
import { readSound } from './read-sound.ts'
import { versionsOfOthers } from './other-histories.ts'
import { reachedFrom, readableCommits, type Commits } from './readable-commits.ts'
import { readCheck, writeRefsCheck, type RefsCheck, type RefsState } from './refs-check.ts'
import { goesOnFrom, recordedRefs } from './refs-history.ts'
import type { RefsRecord } from './refs-record.ts'
import { parseRefs, refsText, type Refs } from './refs.ts'
import type { Store } from './store.ts'
import type { StoreWriter } from './writer.ts'

const NO_REFS: Refs = { head: null, names: new Map() }

/** Refs that a record made, all of which could be read. */
interface Recorded {
  readonly state: RefsState
  readonly value: Refs
}

/**
 * Restores refs that are lost or not what was written last: those of the last record that is whole, with the versions
 * that an intact file of refs has besides; where there are no records, those that the commits in the packs make. Returns
 * what was done, a sentence each.
 */
export function repairRefs(
  store: Store,
  writer: StoreWriter,
  records: ReadonlyMap<Digest, RefsRecord>,
  time: string,
): string[] {
  const commits = readableCommits(store)
  const check = readCheck(store.checkFile)
  const text = readRefsText(store.refsFile)
  const file = text === undefined ? undefined : readSound(() => parseRefs(text, store.refsFile))
  const current = readSound(() => store.currentRefs())
  const done: string[] = []
  const { refs: found, base } = lastRefs({ store, commits, records, check, text, file, current }, done)
  const readable = withReadableHead(commits, found, records, done)
  let others: readonly Digest[] = []
  if (base !== undefined) {
    // Without what is beside the refs, no number is known to be of another copy.
    const given = check === undefined ? Infinity : Math.max(lastGiven(check, store), base.state.seq)
    others = versionsOfOthers(store, commits, readable, records, base.state, given)
  }
  const wanted = withNames(commits, readable, others)
  done.push(...movedNames(file, wanted))

  const wantedText = refsText(wanted)
  const refs = digestOf(wantedText)
  if (current !== undefined && current.refs === refs && done.length === 0) return []
  const isSound = current?.isOld === false && current.value.head === wanted.head
  if (text !== wantedText && text !== undefined && text !== '' && !isSound) {
    done.push(`kept the damaged refs file as ${keepAside(store.refsFile)}`)
  }
  // A later record that nothing refers to would be taken for the last.
  const isAsRecorded = base?.state.refs === refs && base.state.seq >= store.newestRecord()
  if (base !== undefined && isAsRecorded) {
    if (text !== wantedText) replaceFile(store.refsFile, wantedText)
    writeRefsCheck(store.checkFile, base.state)
    if (!store.keepsRecords) store.keepRecords()
  } else {
    const seq = Math.max(check?.state.seq ?? 0, check?.next?.seq ?? 0)
    const before = { seq, record: base?.state.record ?? null, refs }
    const sound = current?.isOld === false ? current : undefined
    writer.replaceRefs(wanted, before, sound, { reason: 'repair', time })
  }
  const named = [...wanted.names].filter(([, id]) => others.includes(id)).map(([name]) => `'${name}'`)
  if (named.length > 0)
    done.push(`named versions that were committed to another copy of the store: ${named.join(', ')}`)
  if (text !== wantedText && isSound) return done
  return [...done, whatWasWritten(text === wantedText, isAsRecorded, refs, base)]
}

/** What there is to bring refs back from. */
interface Remains {
  readonly store: Store
  readonly commits: Commits
  readonly records: ReadonlyMap<Digest, RefsRecord>
  readonly check: RefsCheck | undefined
  /** The file of refs; undefined where it cannot be read. */
  readonly text: string | undefined
  readonly file: Refs | undefined
  readonly current: CurrentRefs | undefined
}

/** The refs that were written last, as far as they are known, and the record that they continue from. */
function lastRefs(
  { store, commits, records, check, text, file, current }: Remains,
  done: string[],
): { readonly refs: Refs; readonly base?: Recorded } {
  if (current?.isOld === false) {
    const { record, value } = current
    if (record === null || readSound(() => recordedRefs(store, record)) !== undefined)
      return { refs: value, base: { state: current, value } }
    done.push('wrote a new record of the refs, since one before it is lost')
    return { refs: value }
  }
  if (current !== undefined) return { refs: ofCommits(commits, current.value) }
  const base = lastRecorded(store, check, text, records)
  if (base === undefined) return { refs: ofCommits(commits, file ?? NO_REFS) }
  return { refs: together(commits, base.value, file), base }
}

/** Says which names of the file lead elsewhere now. */
function movedNames(file: Refs | undefined, wanted: Refs): string[] {
  return [...(file?.names ?? [])].flatMap(([name, id]) => {
    const now = wanted.names.get(name)
    if (now === undefined || now === id) return []
    return [`'${name}' was ${id.slice(0, 12)} in the refs file and is ${now.slice(0, 12)} now`]
  })
}

function whatWasWritten(
  isFileAsWanted: boolean,
  isAsRecorded: boolean,
  refs: Digest,
  base: Recorded | undefined,
): string {
  if (isFileAsWanted)
    return isAsRecorded ? 'rewrote the checksum file of the refs' : 'wrote a record of the refs in the file'
  if (base === undefined) return 'restored the refs from the commits in the packs'
  const besides = base.state.refs === refs ? '' : ', with the other versions of the file'
  return `restored the refs from record ${base.state.seq}${besides}`
}

/**
 * The refs of the last record that can be read with all that it needs; where the check says which is the last, no later
 * one but what continues from it. Where that cannot be followed, it continues from it when it has all of its names as
 * they are.
 */
function lastRecorded(
  store: Store,
  check: RefsCheck | undefined,
  text: string | undefined,
  records: ReadonlyMap<Digest, RefsRecord>,
): Recorded | undefined {
  const found = [...records].sort(([, a], [, b]) => b.seq - a.seq || (a.time < b.time ? 1 : -1))
  const all = found.map(([id]) => id)
  if (check === undefined) return firstRecorded(store, all, records)
  const { state, next } = check
  const made = text !== undefined && next?.refs === digestOf(text) ? next : state
  if (newerRecord(made, check, store) !== undefined) {
    const own = made.record === null ? undefined : firstRecorded(store, [made.record], records)
    if (own === undefined) return firstRecorded(store, all, records)
    const given = lastGiven(check, store)
    for (const [id, { seq }] of found) {
      const goesOn = seq > given && goesOnFrom(store, id, made)
      const later = goesOn === false ? undefined : firstRecorded(store, [id], records)
      if (later !== undefined && (goesOn === true || hasNamesOf(later.value, own.value))) return later
    }
    return own
  }
  if (next === undefined && state.refs === digestOf('')) return { state, value: NO_REFS }
  const before = found.filter(([, { seq }]) => seq < state.seq).map(([id]) => id)
  const checked = [next?.record, state.record].filter((id) => id !== undefined && id !== null)
  return firstRecorded(store, [...checked, ...before], records)
}

function hasNamesOf({ names }: Refs, before: Refs): boolean {
  return [...before.names].every(([name, id]) => names.get(name) === id)
}

function firstRecorded(
  store: Store,
  ids: readonly Digest[],
  records: ReadonlyMap<Digest, RefsRecord>,
): Recorded | undefined {
  for (const id of ids) {
    const value = readSound(() => recordedRefs(store, id))
    const seq = records.get(id)?.seq
    if (value !== undefined && seq !== undefined)
      return { state: { seq, record: id, refs: digestOf(refsText(value)) }, value }
  }
  return undefined
}

/** What is recorded, and the versions that a file has besides: those that an older jsnap, which keeps no records, has made. */
function together(commits: Commits, recorded: Refs, file: Refs | undefined): Refs {
  if (file === undefined) return recorded
  const names = new Map(recorded.names)
  for (const [name, id] of file.names)
    if (!names.has(name) && commits.get(id)?.name === name) names.set(name, id)
  const heads = [recorded.head, file.head].filter((id) => id !== null && commits.has(id)) as Digest[]
  const [head, other] = heads.sort((a, b) => newerFirst(commits, a, b))
  if (head === undefined) return { head: recorded.head, names }
  const reached = reachedFrom(commits, [head, ...names.values()])
  if (other !== undefined && !reached.has(other)) names.set(recovered(other), other)
  return { head, names }
}

/** Refs that lead to these versions as well: by their own names where nothing else has them. */
function withNames(commits: Commits, refs: Refs, others: readonly Digest[]): Refs {
  const names = new Map(refs.names)
  for (const id of others) {
    const name = commits.get(id)?.name ?? null
    if (name !== null && !names.has(name)) names.set(name, id)
  }
  for (const id of others.toSorted(byTime(commits))) {
    if (!reachedFrom(commits, [refs.head, ...names.values()]).has(id)) names.set(recovered(id), id)
  }
  return { head: refs.head, names }
}

/** The name of a version that has none that is free. */
function recovered(id: Digest): string {
  return `recovered-${id.slice(0, 12)}`
}

/** The refs that commits make, each of which knows its own name: HEAD is as in the file, or else the newest that is no other's parent. */
function ofCommits(commits: Commits, file: Refs): Refs {
  const newest = [...commits.keys()].sort(byTime(commits))
  const parents = new Set([...commits.values()].map(({ parent }) => parent))
  const head = file.head ?? newest.find((id) => !parents.has(id)) ?? null
  const names = new Map([...file.names].filter(([name, id]) => (commits.get(id)?.name ?? name) === name))
  const reached = reachedFrom(commits, [head, ...names.values()])
  const missing = new Map<string, Digest>()
  for (const id of [...newest.filter((id) => reached.has(id)), ...newest.filter((id) => !reached.has(id))]) {
    const name = commits.get(id)?.name ?? null
    if (name !== null && !names.has(name) && !missing.has(name)) missing.set(name, id)
  }
  return { head, names: new Map([...names, ...[...missing].reverse()]) }
}

/** A HEAD that no pack holds any more would let nothing be committed: it is the newest version that there is. Names of what is lost stay. */
function withReadableHead(
  commits: Commits,
  refs: Refs,
  records: ReadonlyMap<Digest, RefsRecord>,
  done: string[],
): Refs {
  if (refs.head === null || commits.has(refs.head)) return refs
  const known = new Set([...refs.names.values(), ...[...records.values()].map((record) => record.head)])
  const isOld = records.size === 0
  const [head = null] = [...commits.keys()].filter((id) => isOld || known.has(id)).sort(byTime(commits))
  if (head === null) return refs
  done.push(`HEAD was ${refs.head.slice(0, 12)}, which is lost, and is ${head.slice(0, 12)} now`)
  // It may be a version of another copy of the store, whose refs had its name.
  const name = commits.get(head)?.name ?? null
  const names = name === null || refs.names.has(name) ? refs.names : new Map([...refs.names, [name, head]])
  return { head, names }
}

/** A version comes after its ancestors; else the order is by time. */
function newerFirst(commits: Commits, a: Digest, b: Digest): number {
  if (reachedFrom(commits, [a]).has(b)) return -1
  if (reachedFrom(commits, [b]).has(a)) return 1
  return byTime(commits)(a, b)
}

/** The newest first. */
function byTime(commits: Commits): (a: Digest, b: Digest) => number {
  const timeOf = (id: Digest) => commits.get(id)?.time ?? ''
  return (a, b) => (timeOf(a) > timeOf(b) ? -1 : timeOf(a) < timeOf(b) ? 1 : 0)
}

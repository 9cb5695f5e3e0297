import type { Commit } from '../model/commit.ts'
import { digestOf, type Digest } from '../model/digest.ts'
import { codeOf, isCorrupt } from '../model/errors.ts'
import { replaceFile } from './durable-file.ts'
import { keepAside } from './keep-aside.ts'
import { FEW_LINES, readPlainFile } from './plain-file.ts'
import { LARGEST_REFS } from './current-refs.ts'
import { parseRefsCheck, writeRefsCheck, type RefsCheck, type RefsState } from './refs-check.ts'
import { recordedRefs } from './refs-history.ts'
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
 * Brings back refs that are lost or not what was written last: those of the last record that is whole, with the versions
 * that a sound file of refs has besides; where there are no records, those that the commits in the packs make. Returns
 * what was done, a sentence each.
 */
export function repairRefs(
  store: Store,
  writer: StoreWriter,
  records: ReadonlyMap<Digest, RefsRecord>,
  time: string,
): string[] {
  const commits = readableCommits(store)
  const check = readCheck(store)
  const text = readText(store.refsFile, LARGEST_REFS)
  const file = text === undefined ? undefined : readSound(() => parseRefs(text, store.refsFile))
  const current = readSound(() => store.currentRefs())
  const done: string[] = []

  let wanted: Refs
  let base: Recorded | undefined
  if (current !== undefined && !current.isOld) {
    const { record, value } = current
    wanted = value
    if (record === null || readSound(() => recordedRefs(store, record)) !== undefined)
      base = { state: current, value }
    else done.push('wrote a new record of the refs, since one before it is lost')
  } else if (current !== undefined) {
    wanted = ofCommits(commits, current.value)
  } else {
    base = lastRecorded(store, check, records)
    wanted = base === undefined ? ofCommits(commits, file ?? NO_REFS) : together(commits, base.value, file)
  }
  wanted = withReadableHead(commits, wanted, records, done)

  const wantedText = refsText(wanted)
  const refs = digestOf(wantedText)
  if (current !== undefined && current.refs === refs && done.length === 0) return []
  if (text !== wantedText && text !== undefined && text !== '') {
    done.push(`kept the damaged file of refs as ${keepAside(store.refsFile)}`)
  }
  if (base?.state.refs === refs) {
    if (text !== wantedText) replaceFile(store.refsFile, wantedText)
    writeRefsCheck(store.checkFile, base.state)
    if (!store.keepsRecords) store.keepRecords()
  } else {
    const seqs = [...records.values()].map(({ seq }) => seq)
    const seq = Math.max(0, check?.state.seq ?? 0, check?.next?.seq ?? 0, ...seqs)
    writer.replaceRefs(wanted, { seq, record: base?.state.record ?? null, refs }, { reason: 'repair', time })
  }
  if (text === wantedText && base?.state.refs === refs) done.push('wrote again what stands beside the refs')
  else if (text === wantedText) done.push('wrote a record of the refs as the file has them')
  else if (base === undefined) done.push('brought the refs back from the commits in the packs')
  else if (base.state.refs === refs) done.push(`brought the refs back from record ${base.state.seq}`)
  else done.push(`brought the refs back from record ${base.state.seq}, with what the file had besides`)
  return done
}

/** The refs of the last record that can be read with all that it needs; where the check says which is the last, no later one. */
function lastRecorded(
  store: Store,
  check: RefsCheck | undefined,
  records: ReadonlyMap<Digest, RefsRecord>,
): Recorded | undefined {
  if (check !== undefined && check.next === undefined && check.state.refs === digestOf(''))
    return { state: check.state, value: NO_REFS }
  const checked = [check?.next?.record, check?.state.record].filter((id) => id !== undefined && id !== null)
  const found = [...records]
    .sort(([, a], [, b]) => b.seq - a.seq || (a.time < b.time ? 1 : -1))
    .map(([id]) => id)
  for (const id of [...checked, ...found]) {
    const value = readSound(() => recordedRefs(store, id))
    if (value !== undefined) {
      const seq = records.get(id)?.seq ?? 0
      return { state: { seq, record: id, refs: digestOf(refsText(value)) }, value }
    }
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
  if (other !== undefined && !reached.has(other)) names.set(`recovered-${other.slice(0, 12)}`, other)
  return { head, names }
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
  return { ...refs, head }
}

type Commits = ReadonlyMap<Digest, Commit>

function readableCommits(store: Store): Commits {
  const commits = new Map<Digest, Commit>()
  for (const id of store.commitIds()) {
    const commit = readSound(() => store.readCommit(id))
    if (commit !== undefined) commits.set(id, commit)
  }
  return commits
}

/** A version comes after all that it follows from, and else goes by its time. */
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

function reachedFrom(commits: Commits, starts: readonly (Digest | null)[]): Set<Digest> {
  const reached = new Set<Digest>()
  for (const start of starts) {
    for (let id = start; id !== null && !reached.has(id); id = commits.get(id)?.parent ?? null)
      reached.add(id)
  }
  return reached
}

function readCheck({ checkFile }: Store): RefsCheck | undefined {
  const text = readText(checkFile, FEW_LINES)
  return text === undefined ? undefined : readSound(() => parseRefsCheck(text, checkFile))
}

function readText(file: string, most: number): string | undefined {
  try {
    return readPlainFile(file, most).toString()
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    return undefined
  }
}

/** What can be read, or undefined where it is damaged. */
function readSound<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (isCorrupt(error)) return undefined
    throw error
  }
}

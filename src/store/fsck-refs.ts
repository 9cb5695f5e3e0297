import type { Digest } from '../model/digest.ts'
import { lastGiven, type CurrentRefs } from './current-refs.ts'
import type { StoreProblem } from './store-problem.ts'
import { readSound } from './read-sound.ts'
import { reachedFrom, readableCommits, type Commits } from './readable-commits.ts'
import { chainOf, versionsOfOthers, type Records } from './other-histories.ts'
import { namesById } from './refs.ts'
import { recordedRefs, recordsFrom } from './refs-history.ts'
import { parseRecord, type RefsRecord } from './refs-record.ts'
import type { Store } from './store.ts'

/** A commit that nothing refers to: left over from an interrupted run before the version existed, or of another copy of the store. */
export interface UnreachedCommit {
  readonly id: Digest
  readonly name: string | null
  readonly time: string
}

/** What a check of the refs found. */
export interface CheckedRefs {
  /** Where every version is found from; all commits when the refs are damaged. */
  readonly starts: readonly (Digest | null)[]
  /** What people know versions by. */
  readonly nameOf: ReadonlyMap<Digest, string>
  readonly problems: readonly StoreProblem[]
  readonly unreached: readonly UnreachedCommit[]
}

/** Compares the refs with the records of their changes, and with the commits in the packs. */
export function checkRefs(store: Store): CheckedRefs {
  const commits = readableCommits(store)
  const damage: string[] = []
  const current = readSound(
    () => store.currentRefs(),
    ({ message }) => damage.push(message),
  )
  if (current === undefined) {
    const names = [...commits].flatMap(([id, { name }]) => (name === null ? [] : [[id, name] as const]))
    return {
      starts: [...commits.keys()],
      nameOf: new Map(names),
      problems: damage.map((message) => ({ code: 'Refs', message })),
      unreached: [],
    }
  }
  const { head, names } = current.value
  const starts = [head, ...names.values()]
  const reached = reachedFrom(commits, starts)
  const { problems, explained } = current.isOld
    ? compareWithCommits(current, commits, reached)
    : compareWithRecords(store, current, commits)
  return {
    starts,
    nameOf: namesById(current.value),
    problems: problems.map((message) => ({ code: 'Refs', message })),
    unreached: [...commits]
      .filter(([id]) => !reached.has(id) && !explained.has(id))
      .map(([id, { name, time }]) => ({ id, name, time })),
  }
}

interface Compared {
  readonly problems: readonly string[]
  /** Commits of which it is known why nothing leads to them. */
  readonly explained: ReadonlySet<Digest>
}

/**
 * What is wrong with refs that a commit would continue from and so hide: what the last record says, or in a store from
 * before records what the commits do.
 */
export function problemsOfLast(store: Store): readonly string[] {
  const current = store.currentRefs()
  if (!current.isOld) return compareWithLast(store, current)
  const commits = readableCommits(store)
  const { head, names } = current.value
  const reached = reachedFrom(commits, [head, ...names.values()])
  return compareWithCommits(current, commits, reached).problems
}

function compareWithLast(store: Store, { record, refs }: CurrentRefs): string[] {
  if (record === null) return []
  const problems: string[] = []
  readSound(
    () => {
      const { seq, refs: made, store: recorded } = parseRecord(record, store.readContent(record).toString())
      const { id, chunkerSeed } = store.format
      if (recorded.id !== id || recorded.chunkerSeed !== chunkerSeed)
        problems.push(`format.json differs from record ${seq} of the refs`)
      if (made !== refs) problems.push(`the refs do not match record ${record}`)
    },
    ({ message }) => problems.push(`a record of the refs is lost: ${message}`),
  )
  return problems
}

function compareWithRecords(store: Store, current: CurrentRefs, commits: Commits): Compared {
  const { record, value } = current
  const problems = compareWithLast(store, current)
  if (record !== null && problems.length === 0)
    readSound(
      () => {
        recordedRefs(store, record)
        recordsFrom(store, record).forEach(() => undefined)
      },
      ({ message }) => problems.push(`a record of the refs is lost: ${message}`),
    )
  const records = readableRecords(store)
  const others = versionsOfOthers(store, commits, value, records, current, lastGiven(current.check, store))
  for (const id of others) {
    const name = commits.get(id)?.name ?? null
    problems.push(
      `nothing refers to version ${name === null ? '' : `'${name}' `}${id.slice(0, 12)}, which was committed to another copy of the store and whose packs are here: 'jsnap fsck --repair' names it`,
    )
  }
  const made = [...chainOf(records, current).values()].flatMap(({ head, added }) => [
    head,
    ...added.map(([, id]) => id),
  ])
  return { problems, explained: new Set([...made.filter((id) => id !== null), ...others]) }
}

function readableRecords(store: Store): Records {
  const records = new Map<Digest, RefsRecord>()
  for (const id of store.catalog.recordIds()) {
    const record = store.readRecord(id)
    if (record !== undefined) records.set(id, record)
  }
  return records
}

/** A store from before records: a version that was made has its own name in the refs, and what was made upon is a version. */
function compareWithCommits(
  { value: { names } }: CurrentRefs,
  commits: Commits,
  reached: ReadonlySet<Digest>,
): Compared {
  const problems: string[] = []
  for (const [name, id] of names) {
    const own = commits.get(id)?.name
    if (own !== undefined && own !== name)
      problems.push(
        `'${name}' is the version ${id.slice(0, 12)}, whose own name is ${own === null ? 'none' : `'${own}'`}`,
      )
  }
  const isLost = (id: Digest | null) => id !== null && commits.has(id) && !reached.has(id)
  const parents = new Set([...commits.values()].map(({ parent }) => parent))
  const explained = new Set<Digest>()
  for (const [id, { name, parent, time }] of commits) {
    if (!isLost(id)) {
      if (name !== null && !names.has(name))
        problems.push(`the name '${name}' of version ${id.slice(0, 12)} is missing`)
    } else if (parents.has(id) || isLost(parent)) {
      problems.push(`nothing refers to version ${name ?? ''} ${id.slice(0, 12)} of ${time}`)
      explained.add(id)
    }
  }
  return { problems, explained }
}

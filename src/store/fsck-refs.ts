import type { Commit } from '../model/commit.ts'
import type { Digest } from '../model/digest.ts'
import { isCorrupt, JsnapError } from '../model/errors.ts'
import type { CurrentRefs } from './current-refs.ts'
import type { StoreProblem } from './fsck.ts'
import { recordedRefs, recordsFrom } from './refs-history.ts'
import { parseRecord } from './refs-record.ts'
import type { Store } from './store.ts'

/** A commit that nothing leads to: the rest of a run that was cut short before the version existed. */
export interface UnreachedCommit {
  readonly id: Digest
  readonly name: string | null
  readonly time: string
}

export interface CheckedRefs {
  /** Where every version is found from; all commits when the refs are damaged. */
  readonly starts: readonly (Digest | null)[]
  /** What people know versions by. */
  readonly nameOf: ReadonlyMap<Digest, string>
  readonly problems: readonly StoreProblem[]
  readonly unreached: readonly UnreachedCommit[]
}

type Commits = ReadonlyMap<Digest, Commit>

/** Compares the refs with the records of their changes, and with the commits in the packs. */
export function checkRefs(store: Store): CheckedRefs {
  const commits = readableCommits(store)
  const current = tryRead(() => store.currentRefs())
  if (current instanceof JsnapError) {
    const names = [...commits].flatMap(([id, { name }]) => (name === null ? [] : [[id, name] as const]))
    return {
      starts: [...commits.keys()],
      nameOf: new Map(names),
      problems: [{ code: 'Refs', message: current.message }],
      unreached: [],
    }
  }
  const { head, names } = current.value
  const starts = [head, ...names.values()]
  const reached = new Set<Digest>()
  for (const start of starts)
    for (let id = start; id !== null && !reached.has(id); id = commits.get(id)?.parent ?? null)
      reached.add(id)
  const unreached = [...commits].filter(([id]) => !reached.has(id))
  const { problems, explained } = current.isOld
    ? compareWithCommits(current, commits, unreached)
    : compareWithRecords(store, current)
  return {
    starts,
    nameOf: new Map([...names].map(([name, id]) => [id, name])),
    problems: problems.map((message) => ({ code: 'Refs', message })),
    unreached: unreached
      .filter(([id]) => !explained.has(id))
      .map(([id, { name, time }]) => ({ id, name, time })),
  }
}

interface Compared {
  readonly problems: readonly string[]
  /** Commits of which it is known why nothing leads to them. */
  readonly explained: ReadonlySet<Digest>
}

function compareWithRecords(store: Store, { record, refs }: CurrentRefs): Compared {
  const explained = new Set<Digest>()
  if (record === null) return { problems: [], explained }
  const problems: string[] = []
  const told = tryRead(() => {
    const { seq, store: recorded } = parseRecord(record, store.readContent(record).toString())
    const { id, chunkerSeed } = store.format
    if (recorded.id !== id || recorded.chunkerSeed !== chunkerSeed)
      problems.push(`format.json is not what record ${seq} of the refs has of it`)
    recordedRefs(store, record)
    for (const { head, added, refs: made } of recordsFrom(store, record)) {
      if (explained.size === 0 && made !== refs) problems.push(`record ${record} did not make the refs`)
      for (const id of [head, ...added.map(([, id]) => id)]) if (id !== null) explained.add(id)
    }
  })
  if (told instanceof JsnapError) problems.push(`a record of the refs is lost: ${told.message}`)
  return { problems, explained }
}

/** A store from before records: a version that was made has its own name in the refs, and what was made upon is a version. */
function compareWithCommits(
  { value: { names } }: CurrentRefs,
  commits: Commits,
  unreached: readonly (readonly [Digest, Commit])[],
): Compared {
  const problems: string[] = []
  for (const [name, id] of names) {
    const own = commits.get(id)?.name
    if (own !== undefined && own !== name)
      problems.push(
        `'${name}' is the version ${id.slice(0, 12)}, whose own name is ${own === null ? 'none' : `'${own}'`}`,
      )
  }
  const lost = new Set(unreached.map(([id]) => id))
  const parents = new Set([...commits.values()].map(({ parent }) => parent))
  const explained = new Set<Digest>()
  for (const [id, { name, parent, time }] of commits) {
    if (!lost.has(id)) {
      if (name !== null && !names.has(name))
        problems.push(`the name '${name}' of version ${id.slice(0, 12)} is missing`)
    } else if (parents.has(id) || (parent !== null && lost.has(parent))) {
      problems.push(`nothing leads to version ${name ?? ''} ${id.slice(0, 12)} of ${time}`)
      explained.add(id)
    }
  }
  return { problems, explained }
}

function readableCommits(store: Store): Commits {
  const commits = new Map<Digest, Commit>()
  for (const id of store.commitIds()) {
    const commit = tryRead(() => store.readCommit(id))
    if (!(commit instanceof JsnapError)) commits.set(id, commit)
  }
  return commits
}

function tryRead<T>(read: () => T): T | JsnapError {
  try {
    return read()
  } catch (error) {
    if (isCorrupt(error)) return error
    throw error
  }
}

import type { Commit } from '../model/commit.ts'
import type { Digest } from '../model/digest.ts'
import { messageOf } from '../runtime/errors.ts'
import { Contents } from './fsck-contents.ts'
import { lossesOf } from './fsck-losses.ts'
import { checkPacks } from './fsck-packs.ts'
import { checkRefs, type CheckedRefs, type UnreachedCommit } from './fsck-refs.ts'
import { walkAll, type NamedCommit } from './fsck-trees.ts'
import { isUnfit } from './open-index.ts'
import { readSound } from './read-sound.ts'
import { secretKeyProblem } from './secret-key.ts'
import type { StoreProblem } from './store-problem.ts'
import type { Store } from './store.ts'

/** What a check of a store has found. */
export interface FsckReport {
  readonly level: 'quick' | 'full'
  readonly versions: number
  /** Entries of all versions together. */
  readonly entries: number
  readonly objects: number
  readonly packs: number
  readonly packBytes: number
  readonly problems: readonly StoreProblem[]
  /** Rests of runs that were interrupted: no damage, and no version. */
  readonly unreached: readonly UnreachedCommit[]
}

/**
 * Checks a store. Quick: refs, commits and every tree node are read and hashed, every content that a version names has
 * its place in a pack that is there and long enough. Full: every byte of every pack besides.
 */
export function fsck(
  store: Store,
  full: boolean,
  onProgress: (done: number, of: number) => void,
): FsckReport {
  try {
    return check(store, full, onProgress)
  } catch (error) {
    if (!isUnfit(error)) throw error
    const message = `the index is damaged (${messageOf(error)}), so nothing else can be checked: 'jsnap fsck --repair' rebuilds it`
    const nothing = { versions: 0, entries: 0, objects: 0, packs: 0, packBytes: 0, unreached: [] }
    return { level: full ? 'full' : 'quick', ...nothing, problems: [{ code: 'Index', message }] }
  }
}

function check(store: Store, full: boolean, onProgress: (done: number, of: number) => void): FsckReport {
  const problems: StoreProblem[] = []
  for (const text of store.catalog.selfCheck())
    problems.push({ code: 'Index', message: `the index says: ${text}` })
  const damaged = checkPacks(store, full, problems, onProgress)
  const refs = checkRefs(store)
  problems.push(...refs.problems)
  const commits = readVersions(store, refs, problems)
  const marked = commits.find(({ commit }) => commit.secrets !== undefined)
  if (marked !== undefined) problems.push(...checkKey(store, marked))
  const contents = new Contents(store, damaged, full)
  const { entries, lost } = walkAll(store, commits, contents)
  if (lost) problems.push(...lossesOf(store, commits, contents))
  return {
    level: full ? 'full' : 'quick',
    versions: commits.length,
    entries,
    ...store.catalog.counts(),
    problems,
    unreached: refs.unreached,
  }
}

/** Every version that a ref leads to, newest first. */
function readVersions(
  store: Store,
  { starts, nameOf }: CheckedRefs,
  problems: StoreProblem[],
): NamedCommit[] {
  const commits = new Map<Digest, NamedCommit>()
  const lost = new Set<Digest>()
  for (const start of starts) {
    let id: Digest | null = start
    while (id !== null && !commits.has(id) && !lost.has(id)) {
      const name = nameOf.get(id) ?? id.slice(0, 12)
      const commit = tryCommit(store, id, name, problems)
      if (commit === undefined) {
        lost.add(id)
        break
      }
      commits.set(id, { name, commit })
      id = commit.parent
    }
  }
  return [...commits.values()]
}

/** The key of the markers is in no pack: what is lost of it is lost. */
function checkKey(store: Store, { name, commit }: NamedCommit): StoreProblem[] {
  const problem = secretKeyProblem(store.dir, commit.secrets)
  // Who may not read it can read all else of the store.
  if (problem === undefined || problem.kind === 'unreadable') return []
  const message = `secret.key, the marker key of version ${name}, ${problem.text}: restore it from a copy, or the next commit uses another key`
  return [{ code: 'SecretKey', message }]
}

function tryCommit(store: Store, id: Digest, name: string, problems: StoreProblem[]): Commit | undefined {
  return readSound(
    () => store.readCommit(id),
    (error) => {
      const message = `version ${name} cannot be read: ${error.message}`
      problems.push({ code: 'MissingCommit', message, sha256: id })
    },
  )
}

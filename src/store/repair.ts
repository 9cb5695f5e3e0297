import type { Digest } from '../model/digest.ts'
import { JsnapError } from '../model/errors.ts'
import { fsck, type FsckReport, type StoreProblem } from './fsck.ts'
import { indexPack } from './index-pack.ts'
import { writeRefs, type Refs } from './refs.ts'
import type { Store } from './store.ts'
import { StoreWriter } from './writer.ts'

export interface RepairReport extends FsckReport {
  /** What was done, a sentence each. */
  readonly repaired: readonly string[]
}

/**
 * Makes the index anew from the packs, and the refs if they are lost, and then says what no pack holds any more. Packs
 * are never changed. What is lost is read again by the next commit, if the account still has it.
 * @throws JsnapError Locked
 */
export function repair(store: Store, onProgress: (done: number, of: number) => void): RepairReport {
  const writer = StoreWriter.begin(store)
  try {
    const repaired: string[] = []
    const damage: StoreProblem[] = []
    const packs = store.packNames()
    store.catalog.clear()
    packs.forEach((pack, i) => {
      onProgress(i, packs.length)
      for (const { offset, error } of indexPack(store.catalog, store.packsFolder, pack)) {
        damage.push({
          code: 'DamagedPack',
          message: `pack ${pack} is damaged at byte ${offset}: ${error}`,
          pack,
          offset,
        })
      }
    })
    const { packs: count, objects } = store.catalog.counts()
    repaired.push(`made the index anew from ${count} packs with ${objects} objects`)
    if (repairRefs(store)) repaired.push('made the refs anew from the commits in the packs')
    const report = fsck(store, false, onProgress)
    store.catalog.setMissing(lostContents(report))
    return { ...report, level: 'full', problems: [...damage, ...report.problems], repaired }
  } finally {
    writer.end()
  }
}

function lostContents({ problems }: FsckReport): Digest[] {
  return problems.flatMap(({ code, sha256 }) =>
    sha256 !== undefined && (code === 'MissingContent' || code === 'DamagedContent') ? [sha256] : [],
  )
}

/** Writes the refs anew when they are missing or damaged although there are commits. */
function repairRefs(store: Store): boolean {
  const ids = store.commitIds()
  try {
    if (store.refs().head !== null || ids.length === 0) return false
  } catch (error) {
    if (!(error instanceof JsnapError)) throw error
  }
  writeRefs(store.refsFile, refsOf(store, ids))
  return true
}

/** HEAD is the newest commit that is no other's parent; every commit knows its own name. */
function refsOf(store: Store, ids: readonly Digest[]): Refs {
  const commits = ids.map((id) => ({ id, commit: store.readCommit(id) }))
  commits.sort((a, b) => (a.commit.time < b.commit.time ? -1 : 1))
  const parents = new Set(commits.map(({ commit }) => commit.parent))
  const head = commits.findLast(({ id }) => !parents.has(id))
  const names = commits.flatMap(({ id, commit }) =>
    commit.name === null ? [] : [[commit.name, id] as const],
  )
  return { head: head?.id ?? null, names: new Map(names) }
}

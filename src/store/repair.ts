import type { Digest } from '../model/digest.ts'
import type { Catalog } from './catalog.ts'
import { fsck, type FsckReport } from './fsck.ts'
import type { StoreProblem } from './store-problem.ts'
import { indexPack } from './index-pack.ts'
import type { RefsRecord } from './refs-record.ts'
import { repairRefs } from './repair-refs.ts'
import { newestOwn } from './restore-format.ts'
import type { Store } from './store.ts'
import { StoreWriter } from './writer.ts'

/** What a repair changed, and what remains damaged. */
export interface RepairReport extends FsckReport {
  /** What was done, a sentence each. */
  readonly repaired: readonly string[]
}

/**
 * Rebuilds the index from the packs, and the refs if they are lost, and then says what no pack holds any more. Packs
 * are never changed. What is lost is read again by the next commit, if the account still has it.
 * @throws JsnapError Locked
 */
export function repair(
  store: Store,
  onProgress: (done: number, of: number) => void,
  now: () => number,
): RepairReport {
  const damage: StoreProblem[] = []
  const records = new Map<Digest, RefsRecord>()
  const fill = (empty: Catalog) => {
    damage.length = 0
    const packs = store.packNames()
    packs.forEach((pack, i) => {
      onProgress(i, packs.length)
      const found = indexPack(empty, store.packsFolder, pack, store.format.id, (id, record) =>
        records.set(id, record),
      )
      for (const { offset, error } of found) {
        const message = `pack ${pack} is damaged at byte ${offset}: ${error}`
        damage.push({ code: 'DamagedPack', message, pack, offset })
      }
    })
  }
  const writer = StoreWriter.begin(store, () => store.rebuildIndex(fill))
  try {
    const repaired: string[] = []
    const { packs: count, objects } = store.catalog.counts()
    repaired.push(`rebuilt the index from ${count} packs with ${objects} objects`)
    const newest = newestOwn(store, [...records.values()], store.format.id)
    if (newest !== undefined && store.takeFormat(newest.store)) {
      repaired.push(`restored format.json from record ${newest.seq}`)
      // It holds the records of the store whose id this one had.
      store.rebuildIndex(fill)
    }
    const own = new Map([...records].filter(([, record]) => record.store.id === store.format.id))
    repaired.push(...repairRefs(store, writer, own, new Date(now()).toISOString()))
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

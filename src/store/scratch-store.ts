import { join } from 'node:path'
import { JsnapError } from '../runtime/errors.ts'
import { copyFileSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from './disk.ts'
import { Lock } from './lock.ts'
import { markIndex } from './open-index.ts'
import { packFile } from './pack.ts'
import { isRefusedByDisk } from './refused-by-disk.ts'
import { hasRoom } from './passing-folder.ts'
import { beginRefs, Store } from './store.ts'

/** In the store's folder, and in one that others use as well. */
const [PREFIX, FOREIGN_PREFIX] = ['live-', 'jsnap-live-']
/** As `mkdtemp` makes them. */
const LEFT_BEHIND = /^(?:jsnap-)?live-[A-Za-z0-9]{6}$/
const IN_USE = 'in-use'

/**
 * A store that begins with all that another one has, without a copy of its packs, and is gone when it is closed. What is
 * written to it never reaches the other. It lies in the other's folder, since it holds the same kind of data; where that
 * cannot be written to, in the user's temporary one.
 */
export class ScratchStore {
  readonly store: Store
  readonly #inUse: Lock

  private constructor(store: Store, inUse: Lock) {
    this.store = store
    this.#inUse = inUse
  }

  static open(of: Store): ScratchStore {
    const dir = makeFolder(of)
    const inUse = Lock.acquire(join(dir, IN_USE))
    try {
      for (const folder of ['packs', 'tmp']) mkdirSync(join(dir, folder), { mode: 0o700 })
      copyFileSync(join(of.dir, 'format.json'), join(dir, 'format.json'))
      const refs = of.currentRefs()
      // A commit may end meanwhile: packs that the index does not know are indexed, but not the other way round.
      of.catalog.copyTo(join(dir, 'index.sqlite'))
      markIndex(dir, of.format.id)
      for (const name of of.packNames())
        symlinkSync(packFile(of.packsFolder, name), packFile(join(dir, 'packs'), name))
      const store = Store.open(dir, undefined, { linkedPacks: true })
      // The index knows the records of commits that are under way, were interrupted, or have ended meanwhile.
      beginRefs(dir, refs.value, { seq: Math.max(refs.seq, store.newestRecord()), record: refs.record })
      return new ScratchStore(store, inUse)
    } catch (error) {
      inUse.release()
      rmSync(dir, { recursive: true, force: true })
      throw error
    }
  }

  close(): void {
    this.store.close()
    this.#inUse.release()
    rmSync(this.store.dir, { recursive: true, force: true })
  }
}

function makeFolder({ dir, user }: Store): string {
  const isForeign = user !== undefined && !hasRoom(dir)
  const [folder, prefix] = isForeign ? [user.temporaryFolder, FOREIGN_PREFIX] : [dir, PREFIX]
  removeScratchStores(folder, user?.uid)
  return mkdtempSync(join(folder, prefix))
}

/** Removes what killed processes have left behind: what is not in use, and belongs to that user. */
export function removeScratchStores(folder: string, uid?: number): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || !LEFT_BEHIND.test(entry.name)) continue
    const place = join(folder, entry.name)
    if (!isInUse(place, uid)) rmSync(place, { recursive: true, force: true })
  }
}

function isInUse(place: string, uid: number | undefined): boolean {
  // Another's, or one that is only just being made.
  if (uid !== undefined && lstatSync(place).uid !== uid) return true
  if (lstatSync(join(place, IN_USE), { throwIfNoEntry: false }) === undefined) return true
  try {
    Lock.acquire(join(place, IN_USE)).release()
    return false
  } catch (error) {
    if (error instanceof JsnapError && error.code === 'Locked') return true
    if (isRefusedByDisk(error)) return true
    throw error
  }
}

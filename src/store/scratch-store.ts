import { join } from 'node:path'
import { JsnapError } from '../model/errors.ts'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from './disk.ts'
import { Lock } from './lock.ts'
import { markIndex } from './open-index.ts'
import { packFile } from './pack.ts'
import { isRefusedByDisk } from './refused-by-disk.ts'
import { hasRoom } from './passing-folder.ts'
import { beginRefs, Store } from './store.ts'

/** In the store's folder, and in one that others use as well. */
const [PREFIX, FOREIGN_PREFIX] = ['live-', 'jsnap-live-']
/** As `mkdtemp` makes them. */
const LEFT_BEHIND = /^live-[A-Za-z0-9]{6}$/
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
      beginRefs(dir, of.refs())
      // A commit may end meanwhile: packs that the index does not know are indexed, but not the other way round.
      of.catalog.copyTo(join(dir, 'index.sqlite'))
      markIndex(dir, of.format.id)
      for (const name of of.packNames())
        symlinkSync(packFile(of.packsFolder, name), packFile(join(dir, 'packs'), name))
      return new ScratchStore(Store.open(dir, undefined, { linkedPacks: true }), inUse)
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
  if (user !== undefined && !hasRoom(dir)) return mkdtempSync(join(user.temporaryFolder, FOREIGN_PREFIX))
  removeLeftBehind(dir)
  return mkdtempSync(join(dir, PREFIX))
}

/** Removes what killed runs have left behind. */
function removeLeftBehind(dir: string): void {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    if (!entry.isDirectory() || !LEFT_BEHIND.test(entry.name)) continue
    const place = join(dir, entry.name)
    try {
      Lock.acquire(join(place, IN_USE)).release()
    } catch (error) {
      // Somebody is at work there, or it is not ours to remove.
      if (error instanceof JsnapError && error.code === 'Locked') continue
      if (isRefusedByDisk(error)) continue
      throw error
    }
    rmSync(place, { recursive: true, force: true })
  }
}

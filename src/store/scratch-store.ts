import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { JsnapError } from '../model/errors.ts'
import { Lock } from './lock.ts'
import { packFile } from './pack.ts'
import { beginRefs, Store } from './store.ts'

const PREFIX = 'live-'
const IN_USE = 'in-use'

/**
 * A store that begins with all that another one has, without a copy of its packs, and is gone when it is closed. What is
 * written to it never reaches the other. It lies in the other's folder, since it holds the same kind of data.
 */
export class ScratchStore {
  readonly store: Store
  readonly #inUse: Lock

  private constructor(store: Store, inUse: Lock) {
    this.store = store
    this.#inUse = inUse
  }

  static open(of: Store): ScratchStore {
    removeLeftBehind(of.dir)
    const dir = mkdtempSync(join(of.dir, PREFIX))
    const inUse = Lock.acquire(join(dir, IN_USE))
    try {
      for (const folder of ['packs', 'tmp']) mkdirSync(join(dir, folder), { mode: 0o700 })
      copyFileSync(join(of.dir, 'format.json'), join(dir, 'format.json'))
      beginRefs(dir, of.refs())
      // A commit may end meanwhile: packs that the index does not know are indexed, but not the other way round.
      of.catalog.copyTo(join(dir, 'index.sqlite'))
      for (const name of of.packNames())
        symlinkSync(packFile(of.packsFolder, name), packFile(join(dir, 'packs'), name))
      return new ScratchStore(Store.open(dir), inUse)
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

/** Removes what killed runs have left behind. */
function removeLeftBehind(dir: string): void {
  for (const name of readdirSync(dir).filter((entry) => entry.startsWith(PREFIX))) {
    const place = join(dir, name)
    try {
      Lock.acquire(join(place, IN_USE)).release()
    } catch (error) {
      // Somebody is at work there.
      if (error instanceof JsnapError && error.code === 'Locked') continue
      throw error
    }
    rmSync(place, { recursive: true, force: true })
  }
}

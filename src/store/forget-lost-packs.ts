import type { Digest } from '../model/digest.ts'
import { isCorrupt } from '../runtime/errors.ts'
import { eachRow } from './frame.ts'
import { indexPack } from './index-pack.ts'
import type { Store } from './store.ts'

/** Has the index forget what only packs held that are missing or truncated, so that it is stored again when it is read again. */
export function forgetLostPacks(store: Store): void {
  const { catalog, packsFolder } = store
  const lost = store.lostPacks()
  if (lost.length === 0) return
  catalog.forgetPacks(lost)
  for (const name of lost)
    if (store.packSize(name) !== undefined) indexPack(catalog, packsFolder, name, store.format.id)
  catalog.forgetObjects(catalog.chunkLists().filter((sha256) => !hasAllChunks(store, sha256)))
}

function hasAllChunks(store: Store, sha256: Digest): boolean {
  const location = store.catalog.locate(sha256)
  if (location === undefined) return false
  try {
    return eachRow(store.readChunkList(location)).every((chunk) => store.catalog.has(chunk.sha256))
  } catch (error) {
    if (isCorrupt(error)) return false
    throw error
  }
}

import type { Digest } from '../model/digest.ts'
import type { Catalog } from './catalog.ts'
import { checkedObjects } from './frame.ts'
import { packFile, readPack, type FrameRef } from './pack.ts'
import { recordIn, type RefsRecord } from './refs-record.ts'

/** A stretch of a pack that holds nothing readable. */
export interface Damage {
  readonly offset: number
  readonly error: string
}

/** Is given each record of the refs that is intact. */
export type OnRecord = (id: Digest, record: RefsRecord) => void

/**
 * Puts everything that a pack holds into the index, from the pack alone; returns the damage it met. Records of the refs
 * of another store than that of this id are left out: its packs may lie here as well.
 */
export function indexPack(
  catalog: Catalog,
  packsFolder: string,
  name: Digest,
  storeId: string,
  onRecord: OnRecord = () => undefined,
): Damage[] {
  const { size, frames: found, sha256 } = readPack(packFile(packsFolder, name))
  const damage: Damage[] = []
  const frames: FrameRef[] = []
  catalog.writing(() => {
    for (const frame of found) {
      if ('error' in frame) {
        damage.push(frame)
        continue
      }
      const { offset, head, payload } = frame
      const { sound, damaged } = checkedObjects(head, payload)
      for (const { sha256 } of damaged)
        damage.push({ offset, error: `object ${sha256} does not match its SHA-256` })
      for (const { sha256, offset, length } of sound) {
        const record = recordIn(head.kind, payload.subarray(offset, offset + length))
        if (record === undefined) continue
        if (record.store.id === storeId) catalog.addRecord(record.seq, sha256)
        onRecord(sha256, record)
      }
      frames.push({ offset, kind: head.kind, objects: sound })
    }
    catalog.addPack(name, size, frames)
  })
  if (damage.length === 0 && sha256() !== name) {
    damage.push({ offset: 0, error: 'the file does not match its name' })
  }
  return damage
}

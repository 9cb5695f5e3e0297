import type { Digest } from '../model/digest.ts'
import type { Catalog } from './catalog.ts'
import { checkedObjects, type Kind } from './frame.ts'
import { packFile, readPack, type FrameRef } from './pack.ts'

/** A stretch of a pack that holds nothing readable. */
export interface Damage {
  readonly offset: number
  readonly error: string
}

/** Is given each object that is sound; its bytes are gone afterwards. */
export type OnObject = (kind: Kind, sha256: Digest, bytes: Buffer) => void

/** Puts everything that a pack holds into the index, from the pack alone; returns the damage it met. */
export function indexPack(
  catalog: Catalog,
  packsFolder: string,
  name: Digest,
  onObject: OnObject = () => undefined,
): Damage[] {
  const { size, frames: found, sha256 } = readPack(packFile(packsFolder, name))
  const damage: Damage[] = []
  const frames: FrameRef[] = []
  catalog.transaction(() => {
    for (const frame of found) {
      if ('error' in frame) {
        damage.push(frame)
        continue
      }
      const { offset, head, payload } = frame
      const { sound: objects, damaged } = checkedObjects(head, payload)
      for (const object of damaged)
        damage.push({ offset, error: `object ${object.sha256} does not match its SHA-256` })
      for (const { sha256, offset, length } of objects)
        onObject(head.kind, sha256, payload.subarray(offset, offset + length))
      frames.push({ offset, kind: head.kind, objects })
    }
    catalog.addPack(name, size, frames)
  })
  if (damage.length === 0 && sha256() !== name) {
    damage.push({ offset: 0, error: 'the file does not match its name' })
  }
  return damage
}

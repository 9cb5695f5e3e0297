import { readFileSync } from 'node:fs'
import { digestOf, type Digest } from '../model/digest.ts'
import type { Catalog } from './catalog.ts'
import { damagedObjects, decodeRows } from './frame.ts'
import { packFile, scanFrames, type FrameRef } from './pack.ts'

/** A stretch of a pack that holds nothing readable. */
export interface Damage {
  readonly offset: number
  readonly error: string
}

/** Puts everything that a pack holds into the index, from the pack alone; returns the damage it met. */
export function indexPack(catalog: Catalog, packsFolder: string, name: Digest): Damage[] {
  const bytes = readFileSync(packFile(packsFolder, name))
  const damage: Damage[] = []
  const frames: FrameRef[] = []
  catalog.transaction(() => {
    for (const found of scanFrames(bytes)) {
      if ('error' in found) {
        damage.push(found)
        continue
      }
      const { offset, head, payload } = found
      const bad = new Set(damagedObjects(head, payload))
      for (const object of bad)
        damage.push({ offset, error: `object ${object.sha256} does not match its SHA-256` })
      frames.push({
        offset,
        kind: head.kind,
        objects: decodeRows(head.table).filter((object) => !bad.has(object)),
      })
    }
    catalog.addPack(name, bytes.length, frames)
  })
  if (digestOf(bytes) !== name && damage.length === 0) {
    damage.push({ offset: 0, error: 'the file does not match its name' })
  }
  return damage
}

import type { Digest } from '../model/digest.ts'
import { LargeSet } from '../runtime/large-set.ts'
import { checkedObjects } from './frame.ts'
import { packFile, readPack } from './pack.ts'
import type { StoreProblem } from './store-problem.ts'
import type { Store } from './store.ts'

/** Checks that the packs are there; in full, every object in them. Returns the objects that are damaged. */
export function checkPacks(
  store: Store,
  full: boolean,
  problems: StoreProblem[],
  onProgress: (done: number, of: number) => void,
): LargeSet {
  const damaged = new LargeSet()
  const sizes = new Map<Digest, number>()
  const packs = [...store.catalog.packs()]
  packs.forEach(([pack, size], i) => {
    onProgress(i, packs.length)
    const found = store.packSize(pack)
    sizes.set(pack, found ?? 0)
    if (found === undefined) problems.push({ code: 'MissingPack', message: `pack ${pack} is missing`, pack })
    else if (full) problems.push(...checkPack(store, pack, damaged))
    else if (found !== size) {
      const message = `pack ${pack} has ${found} bytes instead of ${size}`
      problems.push({ code: 'DamagedPack', message, pack })
    }
  })
  for (const { sha256, pack, frame } of store.catalog.objects()) {
    if (frame >= (sizes.get(pack) ?? 0)) damaged.add(sha256)
  }
  return damaged
}

function checkPack(store: Store, pack: Digest, damaged: LargeSet): StoreProblem[] {
  const { frames, sha256 } = readPack(packFile(store.packsFolder, pack))
  const problems: StoreProblem[] = []
  const sound = new Set<Digest>()
  for (const found of frames) {
    if ('error' in found) {
      const message = `pack ${pack} is damaged at byte ${found.offset}: ${found.error}`
      problems.push({ code: 'DamagedPack', message, pack, offset: found.offset })
      continue
    }
    const objects = checkedObjects(found.head, found.payload)
    for (const { sha256 } of objects.sound) sound.add(sha256)
    for (const { sha256 } of objects.damaged) {
      const message = `object ${sha256} in pack ${pack} does not match its SHA-256`
      problems.push({ code: 'DamagedPack', message, pack, offset: found.offset, sha256 })
    }
  }
  for (const object of store.catalog.objectsIn(pack)) if (!sound.has(object)) damaged.add(object)
  if (problems.length === 0 && sha256() !== pack) {
    problems.push({ code: 'DamagedPack', message: `pack ${pack} does not match its name`, pack, offset: 0 })
  }
  return problems
}

import { canonicalJson, type Json } from '../model/canonical-json.ts'
import { digestOf, type Digest } from '../model/digest.ts'
import type { Listed } from '../model/listing.ts'
import { comparePaths } from '../model/paths.ts'
import type { Harvest } from './harvest.ts'

/** Stores what the lists said, in path order, less what had gone before it could be read. */
export function keepListing(
  { listed, gone }: Harvest,
  store: (sha256: Digest, bytes: Uint8Array) => void,
): Digest {
  const there = listed.map((one): Listed => {
    const missed = one.entries === undefined ? [] : gone.filter(({ path }) => path.startsWith(one.path))
    if (missed.length === 0) return one
    const bytes = missed.reduce((sum, { size }) => sum + size, 0)
    return { ...one, entries: (one.entries ?? 0) - missed.length, bytes: (one.bytes ?? 0) - bytes }
  })
  there.sort((a, b) => comparePaths(a.path, b.path))
  const text = Buffer.from(canonicalJson({ listed: there as unknown as Json }))
  const sha256 = digestOf(text)
  store(sha256, text)
  return sha256
}

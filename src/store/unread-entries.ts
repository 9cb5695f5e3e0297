import type { Commit } from '../model/commit.ts'
import { parseEntry, type Entry } from '../model/entry.ts'
import { readSound } from './read-sound.ts'
import { TreeReader, type NodeReader } from './tree.ts'

/**
 * The `unknown` entries of a version: places that could not be listed, which end in `/`, and documents of which nothing
 * could be read. There are few, but they can be anywhere: its problems say where.
 */
export function unreadEntries(store: NodeReader, { problems, tree }: Commit): Entry[] {
  const reader = new TreeReader(store, tree)
  const paths = new Set(problems.map(({ path }) => path))
  return [...paths].flatMap((path) => {
    const line = reader.find(path)
    const entry = line === undefined ? undefined : readSound(() => parseEntry(line))
    return entry?.type === 'unknown' ? [entry] : []
  })
}

/** Why a stub or an unknown place has no content. */
export function unreadReason({ meta }: Entry): string {
  const reason = meta['reason'] ?? meta['code']
  return typeof reason === 'string' ? reason : 'unknown'
}

import { isNameText } from '../model/byte-name.ts'
import type { Digest } from '../model/digest.ts'
import { parseEntry, type Entry, type EntryType } from '../model/entry.ts'
import { entries, type NodeReader } from '../store/tree.ts'

/** What a checkout keeps in memory of an entry. */
export interface Item {
  readonly path: string
  readonly type: EntryType
  readonly sha256: Digest | null
  readonly size: number
  /** The permission bits of a local file or folder. */
  readonly mode: number | undefined
  /** Its path has bytes of a file system in it, as `textOfName` has them. */
  readonly isRawName: boolean
  /** Why a stub or an unknown place has no content. */
  readonly reason: string | undefined
}

/** All entries of a version, in path order. */
export function readInventory(store: NodeReader, tree: Digest): Item[] {
  const items: Item[] = []
  for (const line of entries(store, tree)) items.push(itemOf(parseEntry(line)))
  return items
}

function itemOf({ path, type, sha256, size, meta }: Entry): Item {
  const isLocal = type === 'file' || type === 'directory'
  const mode = isLocal && typeof meta['mode'] === 'string' ? parseInt(meta['mode'], 8) & 0o777 : undefined
  const reason = type === 'stub' || type === 'unknown' ? reasonOf(meta) : undefined
  return {
    path,
    type,
    sha256,
    size,
    mode,
    isRawName: meta['rawName'] !== undefined && isNameText(path),
    reason,
  }
}

/** The reason in the words of the service where there is one: `failed` alone says little. */
function reasonOf(meta: Entry['meta']): string {
  const { reason, code } = meta
  if (typeof reason !== 'string') return typeof code === 'string' ? code : 'unknown'
  return typeof code === 'string' && code !== reason ? `${reason} (${code})` : reason
}

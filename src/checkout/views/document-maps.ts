import type { JsonObject } from '../../model/canonical-json.ts'
import type { Documents } from './documents.ts'

/** The documents of a folder by their names. */
export function byName(documents: Documents, folder: string): JsonObject {
  const unknown = documents.unknownBelow(folder)
  return {
    ...(unknown.length === 0 ? {} : { $unknown: unknown }),
    ...Object.fromEntries([...documents.below(folder)].map(({ name, document }) => [name, document])),
  }
}

/** The documents of a folder by the folders that are in it, and in these by their names. */
export function byKind(documents: Documents, folder: string): JsonObject {
  const kinds = new Set(
    documents.itemsBelow(folder).map(({ path }) => path.slice(folder.length).split('/')[0] ?? ''),
  )
  const known = [...kinds].filter((kind) => kind !== '')
  return Object.fromEntries(known.map((kind) => [kind, byName(documents, `${folder}${kind}/`)]))
}

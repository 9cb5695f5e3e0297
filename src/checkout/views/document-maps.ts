import type { Json, JsonObject } from '../../model/canonical-json.ts'
import { dataName } from '../../model/marks.ts'
import type { Documents } from '../../versions/documents.ts'

/** The documents of a folder by their names. */
export function byName(documents: Documents, folder: string): JsonObject {
  const unknown = documents.unknownBelow(folder)
  return {
    ...(unknown.length === 0 ? {} : { $unknown: unknown }),
    ...Object.fromEntries(
      [...documents.below(folder)].map(({ name, document }) => [dataName(name), document]),
    ),
  }
}

/** The documents of a folder: its own by their names, and those in its folders by the folder and the rest of the path. */
export function byKind(documents: Documents, folder: string): JsonObject {
  const kinds = new Set(
    documents.itemsBelow(folder).map(({ path }) => path.slice(folder.length).split('/')[0] ?? ''),
  )
  return Object.fromEntries(
    [...kinds].map((kind): [string, Json] => {
      if (kind === '')
        return ['$unknown', documents.unknownBelow(folder).filter(({ path }) => path === folder)]
      if (kind.endsWith('.json'))
        return [dataName(kind.slice(0, -'.json'.length)), oneAt(documents, folder + kind)]
      return [dataName(kind), byName(documents, `${folder}${kind}/`)]
    }),
  )
}

/** The document at a path, or why it is not known. */
function oneAt(documents: Documents, path: string): Json {
  const [found] = documents.below(path)
  return found?.document ?? documents.unknownBelow(path)[0] ?? null
}

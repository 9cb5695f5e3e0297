import { isDeepStrictEqual } from 'node:util'
import type { JsonObject } from '../../model/canonical-json.ts'
import type { Detail } from './detail.ts'
import { documentChanges } from './document-changes.ts'

/** What changed between two metas, by JSON pointer below `/meta`. */
export function metaDetails(before: JsonObject, after: JsonObject): Detail[] {
  // Most often it is the content that changed: then nothing is to be looked up of places and their names.
  if (isDeepStrictEqual(before, after)) return []
  const details = documentChanges(before, after, undefined).map((detail) => ({
    ...detail,
    path: `/meta${detail.path}`,
    ...(detail.from === undefined ? {} : { from: `/meta${detail.from}` }),
    of: 'meta' as const,
  }))
  // The bytes of a name are those that the path says.
  return details.filter(({ path }) => path !== '/meta/rawName')
}

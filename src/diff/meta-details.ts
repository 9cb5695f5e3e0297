import type { JsonObject } from '../model/canonical-json.ts'
import type { Detail } from './detail.ts'
import { documentChanges } from './document-changes.ts'

/** What changed between two metas, by JSON pointer below `/meta`. */
export function metaDetails(before: JsonObject, after: JsonObject): Detail[] {
  return documentChanges(before, after, 'other').map((detail) => ({
    ...detail,
    path: `/meta${detail.path}`,
    ...(detail.from === undefined ? {} : { from: `/meta${detail.from}` }),
    of: 'meta',
  }))
}

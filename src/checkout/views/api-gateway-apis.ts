import type { Json, JsonObject } from '../../model/canonical-json.ts'
import { isObject } from '../../model/json-place.ts'
import { byKind } from './document-maps.ts'
import type { Documents } from '../../versions/documents.ts'
import { API_GATEWAY } from '../../services/folders.ts'

/** What API Gateway has by kind and name; the OpenAPI files of stages say the same in their way, and are left out. */
export function apiGatewayApis(documents: Documents): JsonObject {
  const kinds = byKind(documents, API_GATEWAY)
  return Object.fromEntries(
    Object.entries(kinds).map(([kind, named]) => [
      kind,
      kind.endsWith('-apis') && isObject(named) ? byApi(named) : named,
    ]),
  )
}

function byApi(named: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(named)
      .filter(([name]) => !name.endsWith('.openapi'))
      .map(([name, api]): [string, Json | undefined] => [name.replace(/\/api$/, ''), api]),
  )
}

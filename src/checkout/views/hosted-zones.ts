import type { Json } from '../../model/canonical-json.ts'
import { at, isList } from '../../model/json-place.ts'
import type { Documents } from '../../versions/documents.ts'
import { DNS_RECORDS, HOSTED_ZONES } from '../../services/folders.ts'

/** Every hosted zone, with how many record sets it has here. */
export function hostedZones(documents: Documents): Json {
  const counts = new Map<unknown, number>()
  for (const { document } of documents.below(DNS_RECORDS)) {
    const records = at('records', document)
    if (isList(records)) counts.set(document['Id'], records.length)
  }
  const zones = [...documents.below(HOSTED_ZONES)].map(({ document }) => ({
    ...document,
    recordSets: counts.get(document['Id']) ?? null,
  }))
  return [...documents.unknownBelow(HOSTED_ZONES), ...zones]
}

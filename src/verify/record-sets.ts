import type { JsonObject } from '../model/canonical-json.ts'
import { at, isList, isObject, textAt } from '../model/json-place.ts'
import { readableDomain } from '../model/readable-domain.ts'
import type { VerifiedVersion } from './verified-version.ts'
import { DNS_RECORDS } from '../services/folders.ts'

/** A zone's document of records. */
export interface Zone {
  readonly path: string
  /** Lower case, without the dot at its end. */
  readonly name: string
  readonly isPrivate: boolean
  readonly records: readonly JsonObject[]
}

/** The zones whose records a version has. */
export function zonesOf(subject: VerifiedVersion): Zone[] {
  return [...subject.documentsBelow(DNS_RECORDS)].flatMap(({ path, document }) => {
    const records = document['records']
    if (!isList(records)) return []
    return [
      {
        path,
        name: hostName(textAt('Name', document)),
        isPrivate: at('Config.PrivateZone', document) === true,
        records: records.filter(isObject),
      },
    ]
  })
}

/** A name of the DNS as it is compared: for people, and in lower case. */
export function hostName(text: string): string {
  return readableDomain(text).toLowerCase()
}

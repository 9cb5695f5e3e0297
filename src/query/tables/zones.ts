import type { JsonObject } from '../../model/canonical-json.ts'
import { objectsAt } from '../../model/json-place.ts'
import { readableDomain } from '../../model/readable-domain.ts'
import { DOCUMENT_COLUMNS, documentsOf, documentValues, valueAt } from '../documents-of.ts'
import { integer, text, type QueryTable, type Value } from '../query-table.ts'
import { DNS_RECORDS, HOSTED_ZONES } from '../../services/folders.ts'

/** Hosted zones of Route 53. */
export const zones: QueryTable = {
  name: 'zones',
  about: 'Route 53 hosted zones',
  columns: [
    text('id', 'its id'),
    text('name', 'without the last dot'),
    integer('private', '1 or 0'),
    integer('records', 'how many record sets it has'),
    text('name_servers', 'separated by commas'),
    ...DOCUMENT_COLUMNS,
  ],
  folders: [HOSTED_ZONES],
  example: 'SELECT name, records FROM zones ORDER BY records DESC',
  *rows(store, version) {
    const counts = new Map<unknown, number>()
    for (const { document } of documentsOf(store, version, DNS_RECORDS))
      counts.set(document['Id'], objectsAt('records', document).length)
    for (const { path, document } of documentsOf(store, version, HOSTED_ZONES)) {
      yield [
        idOf(document),
        nameAt('Name', document),
        valueAt('Config.PrivateZone', document),
        counts.get(document['Id']) ?? null,
        valueAt('DelegationSet.NameServers', document),
        ...documentValues(path, document),
      ]
    }
  },
}

/** Record sets of all zones. */
export const records: QueryTable = {
  name: 'records',
  about: 'Route 53 record sets',
  columns: [
    text('zone', 'name of its zone, without the last dot'),
    text('zone_id', 'id of its zone'),
    text('name', 'its name, without the last dot; `*` is kept'),
    text('type', 'A, CNAME, …'),
    integer('ttl', 'seconds; NULL for an alias'),
    text('value', 'its values, separated by commas'),
    text('alias', 'the name that it is an alias of'),
    text('set_identifier', 'distinguishes record sets of the same name and type'),
    ...DOCUMENT_COLUMNS,
  ],
  folders: [DNS_RECORDS],
  example: "SELECT name, type, ttl, coalesce(value, alias) FROM records WHERE zone = 'sailjada.com'",
  *rows(store, version) {
    for (const { path, document } of documentsOf(store, version, DNS_RECORDS)) {
      for (const record of objectsAt('records', document)) {
        const values = objectsAt('ResourceRecords', record).map((one) => String(valueAt('Value', one)))
        yield [
          nameAt('Name', document),
          idOf(document),
          nameAt('Name', record),
          valueAt('Type', record),
          valueAt('TTL', record),
          values.length === 0 ? null : values.join(', '),
          nameAt('AliasTarget.DNSName', record),
          valueAt('SetIdentifier', record),
          ...documentValues(path, record),
        ]
      }
    }
  },
}

function nameAt(place: string, document: JsonObject): Value {
  const name = valueAt(place, document)
  return typeof name === 'string' ? readableDomain(name) : name
}

function idOf(document: JsonObject): Value {
  const id = valueAt('Id', document)
  return typeof id === 'string' ? id.replace(/^\/hostedzone\//, '') : id
}

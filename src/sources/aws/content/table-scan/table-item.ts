import type { JsonObject } from '../../../../model/canonical-json.ts'
import { at, objectsAt, textAt } from '../../../../model/json-place.ts'
import type { ContentItem } from '../../../source.ts'
import type { KeyAttribute, TableRequest } from './table-request.ts'

/** Beyond this many bytes another segment is worth its requests. */
const SEGMENT_BYTES = 32 * 1024 * 1024
const MAX_SEGMENTS = 8

/** The contents of a table that was described, to be offered at a path. `readUnitsPerSecond` is what the configuration says. */
export function tableItem(
  table: JsonObject,
  region: string,
  path: string,
  readUnitsPerSecond: number | undefined,
): ContentItem {
  const size = numberAt('TableSizeBytes', table)
  const open: TableRequest = {
    opener: 'dynamodb',
    region,
    table: textAt('TableName', table),
    keys: keysOf(table),
    segments: Math.min(1 + Math.floor(size / SEGMENT_BYTES), MAX_SEGMENTS),
    readUnitsPerSecond: readUnitsPerSecond ?? halfOfProvisioned(table),
  }
  return { path, type: 'object', size, meta: {}, origin: {}, open }
}

/** A table that pays for each request has no capacity to be taken from others. */
function halfOfProvisioned(table: JsonObject): number | null {
  const provisioned = numberAt('ProvisionedThroughput.ReadCapacityUnits', table)
  const isOnDemand = at('BillingModeSummary.BillingMode', table) === 'PAY_PER_REQUEST'
  return isOnDemand || provisioned === 0 ? null : provisioned / 2
}

function keysOf(table: JsonObject): KeyAttribute[] {
  const types = new Map(
    objectsAt('AttributeDefinitions', table).map((attribute) => [
      textAt('AttributeName', attribute),
      textAt('AttributeType', attribute) as KeyAttribute['type'],
    ]),
  )
  return objectsAt('KeySchema', table)
    .toSorted((a, b) => (textAt('KeyType', a) < textAt('KeyType', b) ? -1 : 1))
    .map((key) => {
      const name = textAt('AttributeName', key)
      return { name, type: types.get(name) ?? 'S' }
    })
}

function numberAt(place: string, document: JsonObject): number {
  const value = at(place, document)
  return typeof value === 'number' ? value : 0
}

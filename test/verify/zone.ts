import type { JsonObject } from '../../src/model/canonical-json.ts'
import { config } from '../helpers/store-of-versions.ts'

/** Where the records of the zone are. */
export const PATH = 'route53/dns-records/shop.example.json'
/** The zone `shop.example` with these records. */
export const zone = (records: readonly JsonObject[], rest: JsonObject = {}) =>
  config(PATH, { Name: 'shop.example.', records, ...rest })
/** A record of it, whose name begins so. */
export const record = (name: string, type: string, rest: JsonObject = {}) => ({
  Name: `${name}shop.example.`,
  Type: type,
  TTL: 300,
  ...rest,
})

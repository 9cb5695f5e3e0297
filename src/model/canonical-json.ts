import stringify from 'fast-json-stable-stringify'

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json | undefined
}

/** JSON text without white space and with the keys of every object sorted by UTF-16 code units; undefined members are left out. */
export function canonicalJson(value: Json): string {
  return stringify(value)
}

/** The same for people: a member a line, indented by two spaces, and a line break at the end. */
export function readableJson(value: Json): string {
  return `${JSON.stringify(JSON.parse(stringify(value)), null, 2)}\n`
}

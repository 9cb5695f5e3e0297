import type { Json, JsonObject } from './canonical-json.ts'
import { isList, isObject } from './json-place.ts'

/** Says whether a value is what a member may be. */
export type Check = (value: Json | undefined) => boolean

/** A text. */
export const isText: Check = (value) => typeof value === 'string'

/** A number that is one. */
export const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value)

/** True or false. */
export const isBoolean: Check = (value) => typeof value === 'boolean'

/** That, or null. */
export function orNull(check: Check): Check {
  return (value) => value === null || check(value)
}

/** That, or nothing. */
export function orNone(check: Check): Check {
  return (value) => value === undefined || check(value)
}

/** A list of these. */
export function listOf(check: Check): Check {
  return (value) => isList(value) && value.every(check)
}

/** An object that has these members at least. */
export function having(members: Readonly<Record<string, Check>>): Check {
  return (value) => isObject(value) && wrongMember(value, members) === undefined
}

/** An object of which every member is such, whatever its name, or one of these names. */
export function recordOf(check: Check, isName: Check = isText): Check {
  return (value) =>
    isObject(value) && Object.entries(value).every(([name, one]) => isName(name) && check(one))
}

/** The first member that is not what it may be. */
export function wrongMember(value: JsonObject, members: Readonly<Record<string, Check>>): string | undefined {
  return Object.keys(members).find((name) => members[name]?.(value[name]) !== true)
}

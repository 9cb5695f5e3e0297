import type { JsonObject } from '../model/canonical-json.ts'
import { textAt } from '../model/json-place.ts'

/** Numbers, switches, and formulas of the instance's size. */
const PLAIN_VALUE = /^(-?[\d.]+|on|off|true|false|yes|no|\{[\w/*+(),. -]*\})?$/i
const PLAIN_TYPE = /^(boolean|float|integer)$/i
const SECRET_NAME = /password|passwd|secret|token|credential|key/i

/** What the value and the name are called: of parameters of RDS, of Lightsail, and of options of RDS. */
const MEMBERS = [
  ['ParameterValue', 'ParameterName'],
  ['parameterValue', 'parameterName'],
  ['Value', 'Name'],
] as const

/**
 * Says whether the value of a database's parameter or option is secret. AWS does not say, and `max_connections` from 100
 * to 200 is what one wants to see: numbers, switches and what AWS lists as allowed are shown, unless the name of the
 * parameter says otherwise; any other text may be anything.
 */
export function parameterSecrets(parameter: JsonObject): string[] {
  const [value, name] = MEMBERS.find(([member]) => parameter[member] !== undefined) ?? MEMBERS[0]
  const text = (name: string) => textAt(name, parameter) || textAt(lowerFirst(name), parameter)
  const held = parameter[value]
  if (held !== undefined && typeof held !== 'string') return [value]
  if (PLAIN_TYPE.test(text('DataType'))) return []
  const allowed = text('AllowedValues').split(',')
  const isAllowed = textAt(value, parameter)
    .split(',')
    .every((part) => allowed.includes(part.trim()))
  const isPlain = PLAIN_VALUE.test(textAt(value, parameter)) && !SECRET_NAME.test(textAt(name, parameter))
  return isAllowed || isPlain ? [] : [value]
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}

import type { JsonObject } from '../model/canonical-json.ts'

/** What takes a value from elsewhere and holds none: `method.request.header.x`, `$context.requestId`, `${stageVariables.host}`. */
const MAPPED =
  /^\$?\{?(?:method|route|integration|request|response|context|stageVariables)\.[\w.-]+(?:\['[\w:.-]+'\]|\[\d+\])*\}?$/
const EMPTY = /^(?:'')?$/
/** All that integrations without a backend need. */
const ONLY_STATUS = /^\s*\{\s*(["']?)statusCode\1\s*:\s*\d{3}\s*\}\s*$/

/** The parameters that API Gateway sends to a backend as they are here, and does not take from a request: keys, mostly. */
export function literals(parameters: JsonObject): string[] {
  return namesOf(parameters, (value) => !MAPPED.test(value) && !EMPTY.test(value))
}

/** The templates of what is sent to a backend, in which anything may stand. */
export function templates(byType: JsonObject): string[] {
  return namesOf(byType, (value) => !ONLY_STATUS.test(value) && !EMPTY.test(value))
}

function namesOf(object: JsonObject, isSecret: (value: string) => boolean): string[] {
  return Object.keys(object).filter((name) => {
    const value = object[name]
    // Those of methods say whether they are required.
    return typeof value === 'string' ? isSecret(value) : typeof value !== 'boolean'
  })
}

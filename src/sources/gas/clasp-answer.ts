import { canonicalJson, type Json, type JsonObject } from '../../model/canonical-json.ts'
import { isList, isObject } from '../../model/json-place.ts'
import { isNestedTooDeep } from '../../model/depth-limit.ts'

/** What is asked about a project beside its files. */
export type ListName = 'deployments' | 'versions'

/** How an entry of a list is known and ordered. */
const KEY = { deployments: 'deploymentId', versions: 'versionNumber' } as const

/** The names of the files that `clasp pull` says it has pulled, in JSON or in lines as clasp 2 has them. */
export function pulledNames(stdout: string): readonly string[] {
  const answer = parseJson(stdout)
  const names = isObject(answer) ? answer['pulledFiles'] : undefined
  if (isList(names)) return names.filter((name) => typeof name === 'string')
  return stdout.split('\n').flatMap((line) => /^└─ (.*)$/.exec(line)?.[1] ?? [])
}

/** The deployments or versions that clasp lists, in the order of their keys; undefined when that is not what it says. */
export function listedEntries(list: ListName, stdout: string): readonly JsonObject[] | undefined {
  const answer = parseJson(stdout)
  const entries = answer === undefined ? entriesOfLines(list, stdout) : entriesOfJson(list, answer)
  return entries?.map(withoutNothing).sort(byKey(KEY[list]))
}

/** Clasp 2 says `3 Deployments.` and `~ 3 Versions ~`, clasp 3 `Found 3 deployments.`, and both say at times that there are none. */
const COUNT = /^(?:~ |Found )?(\d+) (?:deployments?|versions?)(?:\.| ~)$/i
const NONE = /^No (?:deployments|deployed versions of script)\.$/
const ENTRY = {
  deployments: /^- (?<deploymentId>\S+) @(?<version>HEAD|\d+)(?: - (?<description>.*))? ?$/,
  versions: /^(?<version>\d+) - (?<description>.*)$/,
}

/** A description may have lines that look like entries; then their number is not the one that the first line gives. */
function entriesOfLines(list: ListName, stdout: string): JsonObject[] | undefined {
  const [head = '', ...lines] = stdout.replace(/\n$/, '').split('\n')
  if (NONE.test(head)) return []
  const entries: Record<string, string | undefined>[] = []
  for (const line of lines) {
    const groups = ENTRY[list].exec(line)?.groups
    const last = entries.at(-1)
    if (groups !== undefined) entries.push({ ...groups })
    else if (last !== undefined) last['description'] = `${last['description'] ?? ''}\n${line}`
  }
  if (entries.length !== Number(COUNT.exec(head)?.[1])) return undefined
  return entries.map(({ version, description, ...id }) => ({
    ...id,
    versionNumber: version === 'HEAD' ? null : Number(version),
    description: /^\(?no description\)?$/i.test(description ?? '') ? null : description,
  }))
}

function entriesOfJson(list: ListName, answer: Json): JsonObject[] | undefined {
  const isKey = list === 'deployments' ? 'string' : 'number'
  const isEntry = (entry: Json): entry is JsonObject => isObject(entry) && typeof entry[KEY[list]] === isKey
  return isList(answer) && answer.every(isEntry) ? [...answer] : undefined
}

/** In lines, an empty description cannot be distinguished from none. */
function withoutNothing(entry: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== '' && value != null))
}

function byKey(key: string): (a: JsonObject, b: JsonObject) => number {
  return ({ [key]: a }, { [key]: b }) => {
    if (typeof a === 'number' && typeof b === 'number') return a - b
    return canonicalJson(a ?? null) < canonicalJson(b ?? null) ? -1 : 1
  }
}

function parseJson(text: string): Json | undefined {
  try {
    const answer = JSON.parse(text) as Json
    return isNestedTooDeep(answer) ? undefined : answer
  } catch {
    return undefined
  }
}

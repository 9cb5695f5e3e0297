import { canonicalJson, type Json, type JsonObject } from '../../model/canonical-json.ts'
import { isList, isObject } from '../../model/json-place.ts'

/** The major versions of clasp that are understood. */
export type ClaspMajor = 2 | 3

/** What is asked about a project beside its files. */
export type ListName = 'deployments' | 'versions'

/** How an entry of a list is known and ordered. */
export const LIST_KEY = { deployments: 'deploymentId', versions: 'versionNumber' } as const

/** The names of the files that `clasp pull` says it has pulled; undefined when that is not what it says. */
export function pulledNames(major: ClaspMajor, stdout: string): readonly string[] | undefined {
  const names = major === 2 ? namesOfLines(stdout) : namesOfJson(stdout)
  // Every project has one.
  return names?.includes('appsscript.json') === true ? names : undefined
}

function namesOfLines(stdout: string): string[] {
  return stdout.split('\n').flatMap((line) => /^└─ (.*)$/.exec(line)?.[1] ?? [])
}

function namesOfJson(stdout: string): string[] | undefined {
  const answer = parseJson(stdout)
  const names = isObject(answer) ? answer['pulledFiles'] : undefined
  return isList(names) && names.every((name) => typeof name === 'string') ? [...names] : undefined
}

/** The deployments or versions that clasp lists, in the order of their keys; undefined when that is not what it says. */
export function listedEntries(
  list: ListName,
  major: ClaspMajor,
  stdout: string,
): readonly JsonObject[] | undefined {
  const entries = major === 2 ? entriesOfLines(list, stdout) : entriesOfJson(list, stdout)
  return entries?.map(withoutNothing).sort(byKey(LIST_KEY[list]))
}

const COUNT = { deployments: /^(\d+) Deployments?\.$/, versions: /^~ (\d+) Versions? ~$/ }
const ENTRY = {
  deployments: /^- (?<deploymentId>\S+) @(?<version>HEAD|\d+) (?:- (?<description>.*))?$/,
  versions: /^(?<version>\d+) - (?<description>.*)$/,
}

/** A description may have lines that look like entries; then their number is not the one that the first line tells. */
function entriesOfLines(list: ListName, stdout: string): JsonObject[] | undefined {
  const [head = '', ...lines] = stdout.replace(/\n$/, '').split('\n')
  const entries: Record<string, string | undefined>[] = []
  for (const line of lines) {
    const groups = ENTRY[list].exec(line)?.groups
    const last = entries.at(-1)
    if (groups !== undefined) entries.push({ ...groups })
    else if (last !== undefined) last['description'] = `${last['description'] ?? ''}\n${line}`
  }
  if (entries.length !== Number(COUNT[list].exec(head)?.[1])) return undefined
  return entries.map(({ version, description, ...id }) => ({
    ...id,
    versionNumber: version === 'HEAD' ? null : Number(version),
    description: description === '(no description)' ? null : description,
  }))
}

function entriesOfJson(list: ListName, stdout: string): JsonObject[] | undefined {
  const answer = parseJson(stdout)
  const isKey = list === 'deployments' ? 'string' : 'number'
  const isEntry = (entry: Json): entry is JsonObject =>
    isObject(entry) && typeof entry[LIST_KEY[list]] === isKey
  return isList(answer) && answer.every(isEntry) ? [...answer] : undefined
}

/** Clasp 2 cannot tell an empty description from none. */
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
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

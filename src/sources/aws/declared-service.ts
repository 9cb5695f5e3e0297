import type { Declared, DeclaredCall, DeclaredKind, DeclaredRules } from '../../model/declared.ts'
import { folderOf } from '../../model/kind-path.ts'
import type { Call, Details, Resource, Service } from '../../services/declaration/declaration.ts'
import { sortOrders } from '../../services/declaration/lists.ts'
import { EVERYWHERE, type Rules } from '../../services/declaration/rules.ts'

/** A service's declaration in the words that a version keeps of it. */
export function declaredService({ prefixes, scope, alsoIn, resources, api }: Service): Declared {
  return {
    prefixes,
    ...(scope === 'regional' ? { isRegional: true } : {}),
    ...(alsoIn === undefined ? {} : { alsoIn }),
    ...rulesOf(EVERYWHERE),
    kinds: resources.map((resource) => kindOf(resource, api.id)),
  }
}

function kindOf(resource: Resource, api: string): DeclaredKind {
  const { path, contentPath, region, onlyUsed, keep, details, list, of, name, id, filter } = resource
  return {
    path,
    ...(contentPath === undefined || isApart(contentPath, path) ? {} : { contentPath }),
    ...(region === undefined ? {} : { region }),
    ...(onlyUsed === undefined ? {} : { onlyUsed }),
    list: callText(list, api),
    told: [of?.path, name, id, filter].map(textOf).join(' '),
    ...(keep === undefined ? {} : { keep }),
    ...detailsOf(details, api),
    ...rulesOf(resource),
  }
}

/** Contents in a folder beside the documents, as objects of buckets, have paths of no kind. */
function isApart(contentPath: string, path: string): boolean {
  return contentPath.endsWith('/') && !path.startsWith(folderOf(contentPath))
}

function detailsOf(details: Details | undefined, api: string): Pick<DeclaredKind, 'details'> {
  if (details === undefined) return {}
  const calls = Object.entries(details).map(([member, call]): [string, DeclaredCall] => [
    member,
    { call: callText(call, api), ...detailsOf(call.details, api) },
  ])
  return { details: Object.fromEntries(calls) }
}

function callText(
  { api, operation, select, wrapAs, input, filter, onlyIf, belongsTo, form }: Call,
  own: string,
): string {
  // Declarations that versions keep were written before there was a form.
  const formed = form === undefined ? [] : [form]
  return [`${api?.id ?? own}:${operation}`, select, wrapAs, input, filter, onlyIf, belongsTo, ...formed]
    .map(textOf)
    .join(' ')
}

function rulesOf(rules: Rules): DeclaredRules {
  const { drop, dropWhen, secret, secretMembers, secretUrl, bytesOfText, json, urlJson, lists = {} } = rules
  const unordered = sortOrders(lists)
  return {
    ...(drop === undefined ? {} : { drop }),
    ...(dropWhen === undefined ? {} : { dropWhen: textsOf(dropWhen) }),
    ...(secret === undefined ? {} : { secret }),
    ...(secretMembers === undefined ? {} : { secretMembers: textsOf(secretMembers) }),
    ...(secretUrl === undefined ? {} : { secretUrl }),
    ...(bytesOfText === undefined ? {} : { bytesOfText }),
    ...(json === undefined ? {} : { json }),
    ...(urlJson === undefined ? {} : { urlJson }),
    ...(Object.keys(unordered).length === 0 ? {} : { unordered }),
  }
}

function textsOf(functions: Readonly<Record<string, Describable>>): Record<string, string> {
  return Object.fromEntries(Object.entries(functions).map(([place, of]) => [place, textOf(of)]))
}

type Describable = string | undefined | ((...args: never[]) => unknown)

/** What stands for a text or a function of a declaration. */
function textOf(value: Describable): string {
  if (value === undefined) return '-'
  return typeof value === 'string' ? value : functionText(String(value))
}

/**
 * The text of a function that is the same as it was written, as Node strips its types, and as the compiler prints it:
 * without comments, white space, and what a line may or may not end with.
 */
function functionText(source: string): string {
  return source
    .replace(/\/\*[^]*?\*\/|(?<![:'"`\\])\/\/[^\n]*/g, '')
    .replace(/\s+/g, '')
    .replace(/;+/g, '')
    .replace(/,(?=[)\]}])/g, '')
}

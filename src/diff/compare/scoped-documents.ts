import type { Asked, KindOfPath } from '../../model/asked.ts'
import { canonicalJson, type Json, type JsonObject } from '../../model/canonical-json.ts'
import { isList, isObject } from '../../model/json-place.ts'
import type { DeclaredKind } from '../../model/declared.ts'
import { kindDifference, type KindDifference } from '../../model/kind-difference.ts'
import { documentLists, type DocumentLists } from '../../services/declaration/lists.ts'
import { actionsHere, enter, placePattern, type PlacePattern } from '../../model/place-pattern.ts'

/** Two documents with what both versions know to ask for. */
export interface ScopedDocuments {
  readonly before: Json
  readonly after: Json
  /** The places that were left out and that one of the documents has. */
  readonly leftOut: readonly string[]
}

/** Brings documents that two versions made by other declarations to what both of them know. */
export class DocumentScope {
  readonly #before: Asked
  readonly #after: Asked
  readonly #lists = new Map<DeclaredKind, DocumentLists>()

  constructor(before: Asked, after: Asked) {
    this.#before = before
    this.#after = after
  }

  /** How the documents of the kind at a path differ by what was asked; undefined when they do not. */
  differenceAt(path: string): KindDifference | undefined {
    const [a, b] = [this.#before.documentAt(path), this.#after.documentAt(path)]
    if (a === undefined || b === undefined) return undefined
    return differenceOf(a, b)
  }

  /** The lists of the document at a path that the version before had in order, which may be by what is left out now. */
  listsAt(path: string): DocumentLists {
    const { declared, kind } = this.#before.documentAt(path) ?? {}
    const known = kind === undefined ? undefined : this.#lists.get(kind)
    if (known !== undefined) return known
    const lists = documentLists(declared?.unordered ?? {}, kind?.unordered ?? {})
    if (kind !== undefined) this.#lists.set(kind, lists)
    return lists
  }

  /** The documents at a path as far as both versions know them; undefined when that is the whole of them. */
  documents(path: string, before: Json, after: Json): ScopedDocuments | undefined {
    const difference = this.differenceAt(path)
    if (difference === undefined) return undefined
    const uncommon = difference.common.flatMap((place) =>
      [...namesAt(place, before).symmetricDifference(namesAt(place, after))].map((name) =>
        place === '' ? name : `${place}.${name}`,
      ),
    )
    const leftOut = [...difference.leftOut, ...uncommon]
    const patterns = [
      ...leftOut.map((place) => placePattern(place, place)),
      ...difference.sorted.map((place) => placePattern(place, SORT)),
    ]
    const found = new Set<string>()
    const scoped = (document: Json) => without(document, patterns, found)
    return { before: scoped(before), after: scoped(after), leftOut: [...found] }
  }
}

/** A capture asks of each document on its own, and there are few kinds. */
const differences = new WeakMap<DeclaredKind, WeakMap<DeclaredKind, KindDifference | typeof NONE>>()
const NONE = Symbol('none')

function differenceOf(a: KindOfPath, b: KindOfPath): KindDifference | undefined {
  const known = differences.get(a.kind) ?? new WeakMap<DeclaredKind, KindDifference | typeof NONE>()
  differences.set(a.kind, known)
  const difference = known.get(b.kind) ?? kindDifference([a.declared, a.kind], [b.declared, b.kind]) ?? NONE
  known.set(b.kind, difference)
  return difference === NONE ? undefined : difference
}

const SORT = Symbol('sort')

type Action = string | typeof SORT

function without(value: Json, patterns: readonly PlacePattern<Action>[], found: Set<string>): Json {
  if (isList(value)) return value.map((item) => without(item, patterns, found))
  if (!isObject(value)) return value
  const members = Object.entries(value).flatMap(([name, member = null]): [string, Json][] => {
    const inside = enter(patterns, name)
    const actions = actionsHere(inside)
    const omitted = actions.filter((action) => action !== SORT)
    for (const place of omitted) found.add(place)
    if (omitted.length > 0) return []
    const left = without(member, inside, found)
    return [[name, actions.includes(SORT) && isList(left) ? inOrder(left) : left]]
  })
  return Object.fromEntries(members)
}

function inOrder(list: readonly Json[]): Json[] {
  return list
    .map((item) => ({ item, text: canonicalJson(item) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ item }) => item)
}

/** The names of the members of what is at a place; lists are looked through. */
function namesAt(place: string, document: Json): Set<string> {
  let values: readonly Json[] = [document]
  for (const name of place === '' ? [] : place.split('.'))
    values = objectsIn(values).map((object) => object[name] ?? null)
  return new Set(objectsIn(values).flatMap((object) => Object.keys(object)))
}

function objectsIn(values: readonly Json[]): JsonObject[] {
  return values.flatMap((value) => (isList(value) ? objectsIn(value) : isObject(value) ? [value] : []))
}

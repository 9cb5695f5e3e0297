import type { DocumentLists } from '../../services/declaration/lists.ts'
import { canonicalJson, type Json, type JsonObject } from '../../model/canonical-json.ts'
import { holdsExactNumbers } from '../../model/exact-numbers.ts'
import { isList, isObject, memberOf } from '../../model/json-place.ts'
import type { Detail } from './detail.ts'
import {
  keyText,
  listPlaceText,
  memberPlace,
  placeText,
  rootPlace,
  ruleAt,
  takesOneForList,
  thingPlace,
  type DocumentPlace,
} from './document-place.ts'
import { pointerTo } from './json-pointer.ts'
import { matchLists } from './list-match.ts'
import { isPlaceholder, isSecret } from './placeholder.ts'
import { isNestedTooDeep } from '../../model/depth-limit.ts'

/**
 * What changed in a document, by meaning. Applied in their order as a patch (RFC 6902), the changes make the later
 * document of the earlier one, but for the order of lists in which it has no meaning, for texts that hold the same JSON,
 * and for members that one of them does not know.
 *
 * Their order: the members of an object by their names; in a list, first what changed inside its items, then what went,
 * the last first, then what came, the first first.
 *
 * Of a document that no service made, which has no declared lists, nothing is known but what it says: the order of its
 * lists counts.
 */
export function documentChanges(before: Json, after: Json, lists: DocumentLists | undefined): Detail[] {
  return valueChanges(before, after, rootPlace(lists))
}

function valueChanges(before: Json, after: Json, place: DocumentPlace): Detail[] {
  if (before === after) return []
  const isWhole = place.lists === undefined ? isSecret : isPlaceholder
  if (isWhole(before) || isWhole(after)) return replaced(before, after, place)
  if (isObject(before) && isObject(after)) return memberChanges(before, after, place)
  if (isList(before) && isList(after)) return listChanges(before, after, place)
  if (takesOneForList(place) && (isList(before) || isList(after))) {
    const inside = listChanges(
      isList(before) ? before : [before],
      isList(after) ? after : [after],
      alone(place),
    )
    return inside.length === 0 ? [] : [replacement(before, after, place, inside)]
  }
  if (typeof before === 'string' && typeof after === 'string') {
    const [a, b] = [heldJson(before), heldJson(after)]
    if (a !== undefined && b !== undefined) {
      const inside = valueChanges(a, b, alone(place))
      return inside.length === 0 ? [] : [replacement(before, after, place, inside)]
    }
  }
  return replaced(before, after, place)
}

function memberChanges(before: JsonObject, after: JsonObject, place: DocumentPlace): Detail[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  // Of a document that could not be read whole, what is not there is not known.
  const isPartial =
    place.lists !== undefined && (before['$unknown'] !== undefined || after['$unknown'] !== undefined)
  return names.flatMap((name): Detail[] => {
    const [a, b] = [memberOf(before, name), memberOf(after, name)]
    const member = memberPlace(place, name)
    if (a !== undefined && b !== undefined) return valueChanges(a, b, member)
    if (isPartial && name !== '$unknown') return []
    const whole = { path: member.pointer, place: placeText(member) }
    if (b !== undefined) return [{ op: 'add', ...whole, after: b, ...partsOf(b, member, 'add') }]
    return a === undefined ? [] : [{ op: 'remove', ...whole, before: a, ...partsOf(a, member, 'remove') }]
  })
}

/** A list that came or went with more items than this is not shown item by item. */
const MOST_PARTS = 200

/** The items of the lists that came or went with a value, one by one, as if the lists had been there; none of a value without. */
function partsOf(value: Json, place: DocumentPlace, op: 'add' | 'remove'): Pick<Detail, 'inside'> {
  if (place.lists === undefined || !hasItems(value)) return {}
  const inside = itemsOf(value, alone(place), op)
  return inside.length > MOST_PARTS ? {} : { inside }
}

function itemsOf(value: Json, place: DocumentPlace, op: 'add' | 'remove'): Detail[] {
  if (isList(value) && hasItems(value))
    return op === 'add' ? listChanges([], value, place) : listChanges(value, [], place)
  if (isObject(value) && hasItems(value))
    return Object.keys(value)
      .sort()
      .flatMap((name) => itemsOf(memberOf(value, name) ?? null, memberPlace(place, name), op))
  const whole = { op, path: place.pointer, place: placeText(place) }
  return [op === 'add' ? { ...whole, after: value } : { ...whole, before: value }]
}

/** Says whether a value is a list of objects, or has one inside. */
function hasItems(value: Json): boolean {
  if (isPlaceholder(value)) return false
  if (isList(value)) return value.some(isObject)
  return isObject(value) && Object.values(value).some((member) => member !== undefined && hasItems(member))
}

function listChanges(before: readonly Json[], after: readonly Json[], place: DocumentPlace): Detail[] {
  const { key, isOrdered, pairs, moved, removed, added } = matchLists(before, after, ruleAt(place))
  const thing = (index: number, value: Json) =>
    thingPlace(place, index, key === undefined ? undefined : keyText(place, value, key))
  // An item that only its value identifies has no name: it is the list that has it or not.
  const nameOf = (value: Json) =>
    key === undefined || keyText(place, value, key) === undefined
      ? listPlaceText(place)
      : placeText(thing(0, value))

  const inside = pairs.flatMap(([i, j]) => {
    const [a, b] = [before[i] ?? null, after[j] ?? null]
    return valueChanges(a, b, thing(i, b))
  })
  const gone = [...removed, ...moved.map(([i]) => i)].sort((a, b) => b - a)
  const left = before.length - gone.length
  const movedFrom = new Map(moved.map(([i, j]) => [j, i]))
  const came = [...added, ...movedFrom.keys()].sort((a, b) => a - b)
  return [
    ...inside,
    ...gone.map((i): Detail => {
      const value = before[i] ?? null
      return { op: 'remove', path: pointerTo(place.pointer, i), place: nameOf(value), before: value }
    }),
    ...came.map((j, n): Detail => {
      const value = after[j] ?? null
      const path = pointerTo(place.pointer, isOrdered ? j : left + n)
      const detail = { op: 'add', path, place: nameOf(value), after: value } as const
      const i = movedFrom.get(j)
      if (i === undefined) return detail
      const changes = valueChanges(before[i] ?? null, value, alone(thing(j, value)))
      return {
        ...detail,
        from: pointerTo(place.pointer, i),
        ...(changes.length > 0 ? { inside: changes } : {}),
      }
    }),
  ]
}

/** A place whose value is looked at on its own: pointers start at it. */
function alone(place: DocumentPlace): DocumentPlace {
  return { ...place, pointer: '' }
}

function replaced(before: Json, after: Json, place: DocumentPlace): Detail[] {
  return canonicalJson(before) === canonicalJson(after) ? [] : [replacement(before, after, place)]
}

function replacement(before: Json, after: Json, place: DocumentPlace, inside?: readonly Detail[]): Detail {
  return {
    op: 'replace',
    path: place.pointer,
    place: placeText(place),
    before,
    after,
    ...(inside === undefined ? {} : { inside }),
  }
}

/** The object or list that a text holds, or the text that holds one in turn. */
function heldJson(text: string): Json | undefined {
  if (!/^\s*[[{"]/.test(text) || !holdsExactNumbers(text)) return undefined
  try {
    const held = JSON.parse(text) as Json
    if (typeof held === 'string' && heldJson(held) === undefined) return undefined
    return isNestedTooDeep(held) ? undefined : held
  } catch {
    return undefined
  }
}

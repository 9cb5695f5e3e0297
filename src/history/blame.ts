import { documentChanges } from '../diff/document-changes.ts'
import {
  keyText,
  memberPlace,
  placeText,
  rootPlace,
  ruleAt,
  thingPlace,
  type DocumentPlace,
} from '../diff/document-place.ts'
import { matchLists } from '../diff/list-match.ts'
import { isMarker } from '../diff/marker.ts'
import { readDocument } from '../diff/read-document.ts'
import type { Json } from '../model/canonical-json.ts'
import { parseEntry, type Entry } from '../model/entry.ts'
import { JsnapError } from '../model/errors.ts'
import { isList, isObject } from '../model/json-place.ts'
import type { Store } from '../store/store.ts'
import { findLine } from '../store/tree.ts'
import { history } from '../versions/history.ts'
import { labelOf, type Version } from '../versions/version.ts'
import { blindReasonAt } from '../versions/blind.ts'

/** A field of a document, and the version that set it. */
export interface BlamedField {
  /** A JSON pointer. */
  readonly path: string
  /** The same for people: `www.sailjada.com A: TTL`. */
  readonly place: string
  readonly value: Json
  readonly version: Version
}

/** Which version set the value at each place of a document, in the shape of the document. */
type Origin =
  | { readonly kind: 'leaf'; readonly version: Version }
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, Origin> }
  | { readonly kind: 'list'; readonly items: readonly Origin[] }

/**
 * Says of each field of the document at a path which version set it. A thing in a list that is told by a name keeps its
 * fields wherever it stands. A version that could not read the document whole has set nothing.
 * @throws JsnapError NotReadable when it is no document
 */
export function blame(store: Store, version: Version, path: string): BlamedField[] {
  const line = findLine(store, version.commit.tree, path)
  const entry = line === undefined ? undefined : parseEntry(line)
  const document = entry === undefined ? undefined : readDocument(store, entry)
  if (entry === undefined || document === undefined) {
    throw new JsnapError('NotReadable', `'${path}' is no JSON document in ${labelOf(version)}`, {
      hint: `'jsnap log ${path}' shows the versions in which it changed`,
    })
  }
  const root = rootPlace(entry.type === 'config')
  let known: { readonly document: Json; readonly origin: Origin } | undefined
  for (const { version: setBy, entry: at } of earlierStates(store, version, path)) {
    const now = at === undefined ? undefined : readDocument(store, at)
    if (now === undefined) known = undefined
    else known = { document: now, origin: originOf(now, setBy, root, known) }
  }
  return known === undefined ? [] : [...fields(known.document, known.origin, root)]
}

interface State {
  readonly version: Version
  /** Undefined where the version does not have it. */
  readonly entry: Entry | undefined
}

/** The states that a path had up to a version, oldest first: each with the version that brought it. */
function earlierStates(store: Store, version: Version, path: string): State[] {
  const states: State[] = []
  for (const earlier of history(store, version.id)) {
    const line = findLine(store, earlier.commit.tree, path)
    const entry = line === undefined ? undefined : parseEntry(line)
    const isUnknown =
      entry?.meta['unknown'] !== undefined || blindReasonAt(store, earlier, path) !== undefined
    if (isUnknown && earlier.id !== version.id) continue
    const later = states.at(-1)
    if (later !== undefined && later.entry?.sha256 === entry?.sha256) states.pop()
    states.push({ version: earlier, entry })
  }
  return states.reverse()
}

/** Who set what in a value: what is as it was before keeps its origin. */
function originOf(
  now: Json,
  version: Version,
  place: DocumentPlace,
  before: { readonly document: Json; readonly origin: Origin } | undefined,
): Origin {
  if (isObject(now) && !isMarker(now) && Object.keys(now).length > 0) {
    const old = before?.origin.kind === 'object' && isObject(before.document) ? before : undefined
    const members = Object.entries(now).map(([name, value = null]): [string, Origin] => {
      const origin = old?.origin.kind === 'object' ? old.origin.members.get(name) : undefined
      const was = isObject(old?.document) ? old.document[name] : undefined
      const known = origin === undefined || was === undefined ? undefined : { document: was, origin }
      return [name, originOf(value, version, memberPlace(place, name), known)]
    })
    return { kind: 'object', members: new Map(members) }
  }
  if (isList(now) && now.length > 0) {
    const old = before?.origin.kind === 'list' && isList(before.document) ? before.document : []
    const origins = before?.origin.kind === 'list' ? before.origin.items : []
    const { pairs, moved } = matchLists(old, now, ruleAt(place))
    const wasAt = new Map([...pairs, ...moved].map(([i, j]) => [j, i]))
    const items = now.map((value, j) => {
      const i = wasAt.get(j) ?? -1
      const [document, origin] = [old[i], origins[i]]
      const known = document === undefined || origin === undefined ? undefined : { document, origin }
      return originOf(value, version, thingPlace(place, j, undefined), known)
    })
    return { kind: 'list', items }
  }
  const isAsBefore = before?.origin.kind === 'leaf' && means(before.document, now, place)
  return isAsBefore ? before.origin : { kind: 'leaf', version }
}

/** Says whether two values mean the same, as two texts that hold the same policy. */
function means(a: Json, b: Json, { ofService }: DocumentPlace): boolean {
  return documentChanges(a, b, ofService ? 'service' : 'other').length === 0
}

/** The fields of a value. A list of plain values that one version set is one. */
function* fields(value: Json, origin: Origin, place: DocumentPlace): Generator<BlamedField, void, undefined> {
  const only = soleVersion(value, origin)
  if (only !== undefined) {
    yield { path: place.pointer, place: placeText(place), value, version: only }
  } else if (origin.kind === 'object' && isObject(value)) {
    for (const [name, member] of origin.members)
      yield* fields(value[name] ?? null, member, memberPlace(place, name))
  } else if (origin.kind === 'list' && isList(value)) {
    const { key } = matchLists(value, value, ruleAt(place))
    for (const [i, item] of origin.items.entries()) {
      const thing = value[i] ?? null
      const named = key === undefined ? undefined : keyText(place, thing, key)
      yield* fields(thing, item, thingPlace(place, i, named))
    }
  }
}

function soleVersion(value: Json, origin: Origin): Version | undefined {
  if (origin.kind === 'leaf') return origin.version
  if (origin.kind === 'object' || !isList(value)) return undefined
  const versions = new Set(origin.items.map((item) => (item.kind === 'leaf' ? item.version : undefined)))
  const [only] = versions
  return versions.size === 1 ? only : undefined
}

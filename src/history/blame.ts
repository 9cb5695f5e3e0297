import { documentChanges } from '../diff/document/document-changes.ts'
import {
  keyText,
  memberPlace,
  placeText,
  rootPlace,
  ruleAt,
  thingPlace,
  type DocumentPlace,
} from '../diff/document/document-place.ts'
import { matchLists } from '../diff/document/list-match.ts'
import { isPlaceholder, isSecret, unknownReason } from '../diff/document/placeholder.ts'
import { areOfTwoKeys } from '../diff/compare/other-key.ts'
import { isTooLargeDocument, LARGEST_DOCUMENT, readDocument } from '../diff/document/read-document.ts'
import { DocumentScope } from '../diff/compare/scoped-documents.ts'
import type { Json } from '../model/canonical-json.ts'
import { parseEntry, type Entry } from '../model/entry.ts'
import { JsnapError } from '../runtime/errors.ts'
import { isList, isObject, memberOf } from '../model/json-place.ts'
import { actionsHere, enter, placePattern, type PlacePattern } from '../model/place-pattern.ts'
import type { ListsAt } from '../services/lists-at.ts'
import { askedApart } from '../store/asked-of.ts'
import type { Store } from '../store/store.ts'
import { findLine } from '../store/tree.ts'
import { lineage } from '../versions/lineage.ts'
import { labelOf, type Version } from '../versions/version.ts'
import { blindReasonAt } from '../versions/coverage-gap.ts'

/** A field of a document, and the version that set it. */
export interface BlamedField {
  /** A JSON pointer. */
  readonly path: string
  /** The same for people: `www.sailjada.com A: TTL`. */
  readonly place: string
  readonly value: Json
  /** Undefined where the version could not read the value. */
  readonly version: Version | undefined
}

/** Which version set the value at each place of a document, in the shape of the document. */
type Origin =
  | { readonly kind: 'leaf'; readonly version: Version | undefined }
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, Origin> }
  | { readonly kind: 'list'; readonly items: readonly Origin[] }

/** A document as far as it is known, with who set what in it. */
interface Blamed {
  readonly document: Json
  readonly origin: Origin
}

/**
 * Says of each field of the document at a path which version set it. An item of a list that has a key keeps its fields
 * wherever it stands. A version that could not read a member has not set it: the member keeps the version that set it
 * before. Who set a member that the version before did not ask for is not known.
 * @throws JsnapError NotReadable when it is not a document
 */
export function blame(store: Store, version: Version, path: string, listsAt: ListsAt): BlamedField[] {
  const line = findLine(store, version.commit.tree, path)
  const entry = line === undefined ? undefined : parseEntry(line)
  const document = entry === undefined ? undefined : readDocument(store, entry)
  if (entry !== undefined && isTooLargeDocument(entry)) {
    throw new JsnapError(
      'NotReadable',
      `'${path}' in ${labelOf(version)} is too large: ${entry.size} bytes, at most ${LARGEST_DOCUMENT}`,
      { hint: `'jsnap log ${path}' shows the versions in which it changed` },
    )
  }
  if (entry === undefined || document === undefined) {
    throw new JsnapError('NotReadable', `'${path}' is not a JSON document in ${labelOf(version)}`, {
      hint: `'jsnap log ${path}' shows the versions in which it changed`,
    })
  }
  const root = rootPlace(entry.type === 'config' ? listsAt(path) : undefined)
  let known: Blamed | undefined
  let last: Version | undefined
  for (const { version: setBy, until, entry: at } of earlierStates(store, version, path)) {
    const now = at === undefined ? undefined : readDocument(store, at)
    const isOfOtherKey = last !== undefined && areOfTwoKeys(last, setBy)
    const before = known
    known = now === undefined ? undefined : blamed(now, setBy, root, before, isOfOtherKey)
    if (known !== undefined && before !== undefined && last !== undefined) {
      const places = notAskedOfBoth(store, path, [last, before.document], [setBy, known.document])
      if (places.length > 0) known = { ...known, origin: unsetAt(known.origin, places, setBy) }
    }
    last = until
  }
  return known === undefined ? [] : [...fields(document, known, root)]
}

/** Nobody knows who set what could not be read. */
const UNREAD = { kind: 'leaf', version: undefined } as const

/** The places in a document that only one of two versions asked for, as `diff` leaves them out. */
function notAskedOfBoth(
  store: Store,
  path: string,
  [earlier, before]: readonly [Version, Json],
  [version, now]: readonly [Version, Json],
): PlacePattern<true>[] {
  const asked = askedApart(store, earlier.commit, version.commit)
  const scoped =
    asked === undefined
      ? undefined
      : new DocumentScope(asked.before, asked.after).documents(path, before, now)
  return (scoped?.leftOut ?? []).map((place) => placePattern(place, true))
}

/** What a version is said to have set at such places, it may have been the first to read. */
function unsetAt(origin: Origin, places: readonly PlacePattern<true>[], version: Version): Origin {
  if (origin.kind === 'leaf') return origin
  if (origin.kind === 'list')
    return { kind: 'list', items: origin.items.map((item) => unsetAt(item, places, version)) }
  const members = [...origin.members].map(([name, member]): [string, Origin] => {
    const inside = enter(places, name)
    return [name, actionsHere(inside).length > 0 ? unset(member, version) : unsetAt(member, inside, version)]
  })
  return { kind: 'object', members: new Map(members) }
}

function unset(origin: Origin, version: Version): Origin {
  if (origin.kind === 'leaf') return origin.version === version ? UNREAD : origin
  if (origin.kind === 'list') return { kind: 'list', items: origin.items.map((item) => unset(item, version)) }
  return {
    kind: 'object',
    members: new Map([...origin.members].map(([name, member]) => [name, unset(member, version)])),
  }
}

interface State {
  readonly version: Version
  /** The last one that has it so. */
  readonly until: Version
  /** Undefined where the version does not have it. */
  readonly entry: Entry | undefined
}

/** The states that a path had up to a version, oldest first: each with the version that brought it. */
function earlierStates(store: Store, version: Version, path: string): State[] {
  const states: State[] = []
  for (const earlier of lineage(store, version.id)) {
    const line = findLine(store, earlier.commit.tree, path)
    const entry = line === undefined ? undefined : parseEntry(line)
    if (earlier.id !== version.id && blindReasonAt(store, earlier, path) !== undefined) continue
    const later = states.at(-1)
    const isSame = later !== undefined && later.entry?.sha256 === entry?.sha256
    if (isSame) states.pop()
    states.push({ version: earlier, until: isSame ? later.until : earlier, entry })
  }
  return states.reverse()
}

/** Who set what in a value: what is as it was before keeps its origin, and what was not read is as it was. */
function blamed(
  now: Json,
  version: Version,
  place: DocumentPlace,
  before: Blamed | undefined,
  isOfOtherKey: boolean,
): Blamed {
  if (isUnread(now, place) && isPlaceholder(now)) return before ?? { document: now, origin: UNREAD }
  if (isObject(now) && !isPlaceholder(now) && Object.keys(now).length > 0) {
    const old = membersOf(before)
    const members = new Map(
      Object.entries(now).map(([name, value = null]): [string, Blamed] => {
        if (name === '$unknown' && isUnread(now, place)) return [name, { document: value, origin: UNREAD }]
        return [name, blamed(value, version, memberPlace(place, name), old.get(name), isOfOtherKey)]
      }),
    )
    if (isUnread(now, place))
      for (const [name, member] of old) if (!members.has(name)) members.set(name, member)
    return {
      document: Object.fromEntries([...members].map(([name, { document }]) => [name, document])),
      origin: { kind: 'object', members: new Map([...members].map(([name, { origin }]) => [name, origin])) },
    }
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
      return blamed(value, version, thingPlace(place, j, undefined), known, isOfOtherKey)
    })
    return {
      document: items.map(({ document }) => document),
      origin: { kind: 'list', items: items.map(({ origin }) => origin) },
    }
  }
  // Whether a secret that is marked with another key was set here is unknown.
  const cannotBeTold = isOfOtherKey && isSecret(now) && isSecret(before?.document)
  const isAsBefore = before?.origin.kind === 'leaf' && (cannotBeTold || means(before.document, now, place))
  return { document: now, origin: isAsBefore ? before.origin : { kind: 'leaf', version } }
}

/** Says whether a version could not read a value, or members of it. */
function isUnread(value: Json, { lists }: DocumentPlace): boolean {
  return lists !== undefined && unknownReason(value) !== undefined
}

function membersOf(known: Blamed | undefined): ReadonlyMap<string, Blamed> {
  const members = new Map<string, Blamed>()
  if (known?.origin.kind !== 'object' || !isObject(known.document)) return members
  for (const [name, origin] of known.origin.members)
    members.set(name, { document: known.document[name] ?? null, origin })
  return members
}

/** Says whether two values mean the same, as two texts that hold the same policy. */
function means(a: Json, b: Json, { lists }: DocumentPlace): boolean {
  return documentChanges(a, b, lists).length === 0
}

/**
 * The fields of a value, with what is known of it. A list of plain values that one version set is one. A member that is
 * not there since its object could not be read whole is as it was last read.
 */
function* fields(
  value: Json,
  { document, origin }: Blamed,
  place: DocumentPlace,
): Generator<BlamedField, void, undefined> {
  const sole = isUnread(value, place) && isPlaceholder(value) ? UNREAD : soleVersion(value, origin)
  if (sole !== undefined) {
    yield { path: place.pointer, place: placeText(place), value, version: sole.version }
  } else if (origin.kind === 'object' && isObject(value)) {
    for (const [name, known] of membersOf({ document, origin }))
      yield* fields(memberOf(value, name) ?? known.document, known, memberPlace(place, name))
  } else if (origin.kind === 'list' && isList(value)) {
    const { key } = matchLists(value, value, ruleAt(place))
    for (const [i, item] of origin.items.entries()) {
      const thing = value[i] ?? null
      const named = key === undefined ? undefined : keyText(place, thing, key)
      const known = { document: (isList(document) ? document[i] : undefined) ?? thing, origin: item }
      yield* fields(thing, known, thingPlace(place, i, named))
    }
  }
}

/** The origin of a value that is one field, for one version set all of it. */
function soleVersion(value: Json, origin: Origin): Extract<Origin, { kind: 'leaf' }> | undefined {
  if (origin.kind === 'leaf') return origin
  if (origin.kind === 'object' || !isList(value)) return undefined
  const [first, ...others] = origin.items
  if (first?.kind !== 'leaf') return undefined
  return others.every((item) => item.kind === 'leaf' && item.version === first.version) ? first : undefined
}

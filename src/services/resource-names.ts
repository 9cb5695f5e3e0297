import type { JsonObject } from '../model/canonical-json.ts'
import { textAt } from '../model/json-place.ts'
import { kindPath } from '../model/kind-path.ts'
import { regionAtEnd } from '../model/region-suffix.ts'
import type { DeclaredKind, DeclaredSource } from './declaration/declaration.ts'
import { namesAt, nameTag, type NamePlace } from './declaration/names.ts'
import { nounOf, type Noun } from './declaration/noun.ts'
import { madeOfEach, registeredAt, registeredBelow, type Registered } from './registry.ts'

/** A kind of resources, as far as one of them is called or identified by something. */
export interface NamedKind {
  readonly source: DeclaredSource
  readonly declared: DeclaredKind
  readonly noun: Noun
  /** How the paths of its documents look; the first group is the name, with the region. */
  readonly document: RegExp
}

/** A source with its kinds. */
export interface NamedKinds {
  readonly source: DeclaredSource
  readonly kinds: readonly NamedKind[]
}

/** Says what the resource is called that a document is of; undefined for a path whose name says it. */
export type NamesAt = (path: string) => ((document: JsonObject) => readonly string[]) | undefined

/** Loads the declarations of those that make what is at these paths. */
export function loadNames(paths: Iterable<string>): Promise<NamesAt> {
  const registered = new Set<Registered>()
  let last: Registered | undefined
  for (const path of paths) {
    // There are many objects, one after another.
    if (isBelow(last, path)) continue
    last = registeredAt(path)
    if (last !== undefined) registered.add(last)
  }
  return namesIn(registered)
}

/** Loads the declarations of those that make what is at paths which begin so. */
export function loadNamesBelow(prefix: string): Promise<NamesAt> {
  return namesIn(registeredBelow(prefix))
}

async function namesIn(registered: Iterable<Registered>): Promise<NamesAt> {
  const named = new Map<Registered | undefined, readonly NamedKind[]>()
  for (const [one, { kinds }] of await loadKinds(registered))
    named.set(
      one,
      kinds.filter(({ declared }) => declared.names !== undefined),
    )
  let last: Registered | undefined
  return (path) => {
    if (!isBelow(last, path)) last = registeredAt(path)
    const kind = named.get(last)?.find(({ document }) => document.test(path))
    return kind === undefined ? undefined : (document) => firstNames(kind.declared.names ?? [], document)
  }
}

/** The kinds of sources, by what is registered of these. */
export const loadKinds: (all: Iterable<Registered>) => Promise<ReadonlyMap<Registered, NamedKinds>> =
  madeOfEach((source) => ({ source, kinds: source.resources.map((declared) => kindOf(source, declared)) }))

function kindOf(source: DeclaredSource, declared: DeclaredKind): NamedKind {
  const [folder = ''] = declared.path.split('*')
  const word = folder.replace(/\/$/, '').split('/').at(-1) ?? ''
  return { source, declared, noun: declared.noun ?? nounOf(word), document: kindPath(declared.path) }
}

function isBelow(registered: Registered | undefined, path: string): boolean {
  return registered !== undefined && registered.prefixes.some((prefix) => path.startsWith(prefix))
}

function firstNames(places: readonly NamePlace[], document: JsonObject): readonly string[] {
  for (const place of [...places, nameTag]) {
    const names = namesAt(place, document)
    if (names.length > 0) return names
  }
  return []
}

/** What identifies a resource. */
export interface Identity {
  /** As people call it, where that is more than its path says. */
  readonly names: readonly string[]
  /** Its name in the path, its ids, and hosts of its own. */
  readonly ids: readonly string[]
  /** Its ARN, as its document has it. */
  readonly arns: readonly string[]
  /** Other ARNs that are at the top of its document, as `DBInstanceArn`: its own may be among them. */
  readonly otherArns: readonly string[]
  /** None where it is in none, or in one that its path does not say. */
  readonly region: string | undefined
}

/** What identifies the resource of a kind that a document is of; `name` is that in its path. */
export function identityOf(
  { source, declared }: NamedKind,
  name: string,
  document: JsonObject,
  regions: readonly string[],
): Identity {
  const { names = [], hosts = [], name: nameIs, id } = declared
  const regional = source.scope === 'regional' && declared.region === undefined
  const found = regional ? regionAtEnd(name, regions) : undefined
  const own = found?.name ?? name
  // A name that is made of several: the last is that of the resource, and a number alone identifies nothing.
  const last = typeof nameIs === 'function' ? (own.split('/').at(-1) ?? '') : own
  const places = hosts.flatMap(({ at = [] }) => at)
  return {
    names: [...names, nameTag].flatMap((place) => namesAt(place, document)),
    ids: [
      name,
      own,
      ...(/^\d+$/.test(last) ? [] : [last]),
      ...[nameIs, id].flatMap((place) => (typeof place === 'string' ? namesAt(place, document) : [])),
      ...['Id', 'id'].map((member) => textAt(member, document)),
      ...places.flatMap((place) => namesAt(place, document)).map(hostOf),
    ].filter((text) => text !== ''),
    arns: ['ARN', 'Arn', 'arn'].map((member) => textAt(member, document)).filter((arn) => arn !== ''),
    otherArns: Object.entries(document).flatMap(([member, value]) =>
      /.arn$/i.test(member) && typeof value === 'string' ? [value] : [],
    ),
    region: regional ? (found?.region ?? regions[0]) : undefined,
  }
}

/** Of a URL, the host. */
function hostOf(text: string): string {
  return text.replace(/^[a-z]+:\/\//, '').replace(/[/:].*$/, '')
}

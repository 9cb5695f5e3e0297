import { Asked, isAskedAlike } from '../model/asked.ts'
import { canonicalJson, type Json } from '../model/canonical-json.ts'
import type { Commit } from '../model/commit.ts'
import type { Declared } from '../model/declared.ts'
import type { Digest } from '../model/digest.ts'
import { isCorrupt } from '../runtime/errors.ts'
import { parseDeclared } from '../model/parse-declared.ts'
import { NOTHING_ASKED, type Scope } from '../model/scope.ts'
import FIRST_SERVICES from './first-declarations.json' with { type: 'json' }
import { notSound, readJson } from './entry-content.ts'
import { entries, type NodeReader } from './tree.ts'
import {
  BUCKET_CONFIGS,
  LOCAL_FOLDERS,
  OBJECTS,
  SCRIPT_PROJECTS,
  WEBHOOK_ADDRESSES,
} from '../model/scope-folders.ts'

/** Reads contents and tree nodes. */
export interface ScopeReader extends NodeReader {
  /** The verified bytes of a content. */
  readContent(sha256: Digest): Buffer
}

/** What each source knew when scopes began to be kept: what older versions were asked with. */
const FIRST: ReadonlyMap<string, Declared> = new Map([
  ...Object.entries(FIRST_SERVICES as Record<string, Declared>),
  ['s3', { prefixes: [OBJECTS, BUCKET_CONFIGS], kinds: [] }],
  ['local', { prefixes: [LOCAL_FOLDERS], kinds: [] }],
  ['gas', { prefixes: [SCRIPT_PROJECTS], kinds: [] }],
  ['webhooks', { prefixes: [WEBHOOK_ADDRESSES], kinds: [] }],
])

const ANYTHING = new Asked(NOTHING_ASKED, FIRST)

/** Declarations by the digests of their texts, of which there are a few for each jsnap that has written to a store. */
const read = new Map<Digest, Declared>()

/** What a version was asked for, and with which declarations. */
export function askedOf(store: ScopeReader, commit: Commit): Asked {
  const { scope } = commit
  if (scope === undefined) return firstAsked(store, commit)
  const declared = Object.entries(scope.declarations).map(([source, digest]): [string, Declared] => {
    const known = read.get(digest) ?? (isLost(store, digest) ? undefined : readDeclared(store, digest))
    if (known !== undefined) read.set(digest, known)
    return [source, known ?? FIRST.get(source) ?? { prefixes: [], kinds: [] }]
  })
  return new Asked(scope, new Map(declared))
}

/** Declarations that this jsnap has: no version that was made with them need be read for them. */
export function rememberDeclared(digest: Digest, declared: Declared): void {
  read.set(digest, declared)
}

/** What is lost is taken for what the first jsnap declared: a version must not keep the next from being made. */
function isLost(store: ScopeReader, digest: Digest): boolean {
  try {
    store.readContent(digest)
    return false
  } catch (error) {
    if (isCorrupt(error)) return true
    throw error
  }
}

/** @throws JsnapError Corrupt for a content that declares nothing */
function readDeclared(store: ScopeReader, digest: Digest): Declared {
  const declared = parseDeclared(readJson(store, digest))
  if (declared === undefined) throw notSound(`content ${digest} is not a declaration`)
  return declared
}

/** Why a version was not asked for a path and what is below it; undefined when it was, or for a part of it. */
export function unaskedReason(asked: Asked, path: string): string | undefined {
  const folder = `${path}/`
  const by = asked.knowsSourceOf(folder) ? asked : ANYTHING
  if (by.knowsSourceOf(folder)) {
    // Of the folder of a source, nothing is asked but what is below it.
    const isAsked = by.knowsSourceOf(path) && asked.reasonAgainst(path, by) === undefined
    return isAsked ? undefined : asked.reasonAgainst(folder, by)
  }
  const [first, ...others] = ANYTHING.sourcesBelow(folder)
  if (first === undefined || asked.sourcesBelow(folder).length > 0) return undefined
  return others.length === 0
    ? `the source '${first}' was not asked for`
    : `none of the sources below '${folder}' was asked for`
}

/** What two versions were asked for; undefined when it is the same. */
export function askedApart(
  store: ScopeReader,
  before: Commit,
  after: Commit,
): { readonly before: Asked; readonly after: Asked } | undefined {
  const [a, b] = [before.scope, after.scope].map((scope) => canonicalJson(scope as unknown as Json))
  if (before.scope !== undefined && a === b) return undefined
  const asked = { before: askedOf(store, before), after: askedOf(store, after) }
  return isAskedAlike(asked.before, asked.after) ? undefined : asked
}

/** What a version that keeps no scope can be taken to have been asked for. */
function firstAsked(store: ScopeReader, { account, regions, sources, tree }: Commit): Asked {
  const names = sources.map(({ name }) => name)
  const asked = [...FIRST].filter(([name]) => names.length === 0 || names.includes(name))
  const scope: Scope = {
    ...ANYTHING.scope,
    account,
    primaryRegion: regions[0] ?? null,
    regions: regions.toSorted(),
    sources: names.toSorted(),
  }
  return new Asked(scope, new Map(asked), (prefix) => entries(store, tree, prefix).next().done !== true)
}

import type { Json } from '../model/canonical-json.ts'
import type { Digest } from '../model/digest.ts'
import { at, isList, isObject } from '../model/json-place.ts'
import { notSound, readJson } from '../store/entry-content.ts'
import type { Config } from '../config/config.ts'
import type { JsonObject } from '../model/canonical-json.ts'
import type { Listed } from '../model/listing.ts'
import { ancestors } from '../store/ancestors.ts'
import type { Store } from '../store/store.ts'
import { findLine } from '../store/tree.ts'
import { Documents } from '../versions/documents.ts'
import { readInventory, type Item } from '../versions/inventory.ts'
import type { Version } from '../versions/version.ts'

/** A version that is verified, and what it is verified with. */
export class VerifiedVersion {
  readonly store: Store
  readonly version: Version
  readonly config: Config
  /** Milliseconds since the epoch. */
  readonly now: number
  /** In path order. */
  readonly items: readonly Item[]
  readonly documents: Documents
  /** What the lists said at the capture, in path order; undefined for a version that did not keep it. */
  readonly listing: readonly Listed[] | undefined
  readonly #byPath: ReadonlyMap<string, Item>

  constructor(store: Store, version: Version, config: Config, now: number) {
    this.store = store
    this.version = version
    this.config = config
    this.now = now
    this.items = readInventory(store, version.commit.tree)
    this.documents = new Documents(store, this.items)
    this.#byPath = new Map(this.items.map((item) => [item.path, item]))
    const { listing } = version.commit
    this.listing = listing === undefined ? undefined : readListing(store, listing)
  }

  item(path: string): Item | undefined {
    return this.#byPath.get(path)
  }

  /** The documents below a folder with their paths. */
  *documentsBelow(folder: string): Generator<{ path: string; document: JsonObject }> {
    for (const { name, document } of this.documents.below(folder))
      yield { path: `${folder}${name}.json`, document }
  }

  /** Says whether one of the versions before has a path. */
  wasCaptured(path: string): boolean {
    return ancestors(this.store, this.version.commit.parent).some(
      ({ commit }) => findLine(this.store, commit.tree, path) !== undefined,
    )
  }

  /** Says whether the version has all that is in a folder: nothing of it is unknown or was left out. */
  knows(folder: string): boolean {
    const { notCovered, sources } = this.version.commit
    const touches = (path: string) => path.startsWith(folder) || folder.startsWith(path)
    if (sources.length === 0) return false
    if (this.items.some(({ type, path }) => type === 'unknown' && touches(path))) return false
    return !notCovered.some(({ path }) => path.endsWith('/') && touches(path))
  }
}

function readListing(store: Store, sha256: Digest): Listed[] {
  const listed = at('listed', readJson(store, sha256))
  if (!isList(listed) || !listed.every(isListed)) throw notSound(`content ${sha256} is not a listing`)
  return listed as unknown as Listed[]
}

/** Says whether a value has a path, and nothing that is not what `Listed` says. */
function isListed(value: Json): boolean {
  if (!isObject(value) || typeof value['path'] !== 'string') return false
  const numbers = [value['entries'], value['bytes'], value['records']]
  const texts = [value['sha256'], value['expires']]
  return (
    numbers.every((member) => member === undefined || typeof member === 'number') &&
    texts.every((member) => member === undefined || typeof member === 'string')
  )
}

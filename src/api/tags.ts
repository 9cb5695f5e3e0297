import type { Digest } from '../model/digest.ts'
import { JsnapError } from '../runtime/errors.ts'
import { reachedFrom, readableCommits } from '../store/readable-commits.ts'
import { goodMark, isGoodMark, namesById } from '../store/refs.ts'
import type { RefsChange } from '../store/refs-record.ts'
import type { Store } from '../store/store.ts'
import { StoreWriter } from '../store/writer.ts'
import { checkVersionName } from '../versions/names.ts'
import { versionNamed } from '../versions/resolve.ts'
import type { Version } from '../versions/version.ts'

/** A name of a version. */
export interface Tag {
  readonly name: string
  readonly version: Version
}

/** The names of versions, in the order they were given. @throws JsnapError Corrupt */
export function tags(store: Store): Tag[] {
  const refs = store.refs()
  return [...refs.names]
    .filter(([name]) => !isGoodMark(name))
    .map(([name, id]) => ({
      name,
      version: { id, name: namesById(refs).get(id) ?? null, commit: store.readCommit(id) },
    }))
}

/** The ids of the versions that are marked as good: that what they captured was known to work. */
export function goodVersions(store: Store): ReadonlySet<Digest> {
  const marked = [...store.refs().names].filter(([name]) => isGoodMark(name))
  return new Set(marked.map(([, id]) => id))
}

/** When names are changed. */
export interface ChangeTagsOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/**
 * Gives a version a name; one that has a name gets another. A name never moves.
 * @throws JsnapError InvalidName, NameTaken, UnknownVersion, Locked
 */
export function addTag(
  store: Store,
  name: string,
  version: Version | string,
  options: ChangeTagsOptions,
): Version {
  checkVersionName(name)
  const { id, commit } = versionNamed(store, version)
  change(store, { added: [[name, id]], removed: [] }, 'tag', options)
  return { id, name, commit }
}

/**
 * Takes a name away; the version stays.
 * @throws JsnapError UnknownVersion; Refused when nothing else leads to the version; Locked
 */
export function removeTag(store: Store, name: string, options: ChangeTagsOptions): Version {
  const { names, head } = store.refs()
  const id = names.get(name)
  if (id === undefined || isGoodMark(name))
    throw new JsnapError('UnknownVersion', `no version has the name '${name}'`, {
      hint: "'jsnap tag' lists the names",
    })
  const others = [...names]
    .filter(([other]) => other !== name && !isGoodMark(other))
    .map(([, other]) => other)
  if (!reachedFrom(readableCommits(store), [head, ...others]).has(id)) {
    throw new JsnapError('Refused', `nothing but '${name}' leads to version ${id.slice(0, 12)}`, {
      hint: `give it another name first: 'jsnap tag NAME ${name}'`,
    })
  }
  change(store, { added: [], removed: [name] }, 'untag', options)
  return { id, name: namesById(store.refs()).get(id) ?? null, commit: store.readCommit(id) }
}

/** Marks a version as good, or takes the mark away; `@good` is the newest that has it. @throws JsnapError UnknownVersion, Locked */
export function setGood(
  store: Store,
  version: Version | string,
  good: boolean,
  options: ChangeTagsOptions,
): Version {
  const marked = versionNamed(store, version)
  const mark = goodMark(marked.id)
  if (goodVersions(store).has(marked.id) === good) return marked
  if (good) change(store, { added: [[mark, marked.id]], removed: [] }, 'good', options)
  else change(store, { added: [], removed: [mark] }, 'not good', options)
  return marked
}

function change(
  store: Store,
  names: Pick<RefsChange, 'added' | 'removed'>,
  reason: string,
  { now }: ChangeTagsOptions,
): void {
  const writer = StoreWriter.begin(store)
  try {
    writer.changeNames(names, { reason, time: new Date(now()).toISOString() })
  } finally {
    writer.end()
  }
}

import { parseEntry, pathOfLine, type Entry } from '../model/entry.ts'
import { JsnapError } from '../runtime/errors.ts'
import type { Store } from '../store/store.ts'
import { entries as linesBelow } from '../store/tree.ts'
import { reasonOfNothing } from '../versions/coverage-gap.ts'
import { commonPrefix, pathFilter } from '../versions/path-filter.ts'
import { versionNamed } from '../versions/resolve.ts'
import { labelOf, type Version } from '../versions/version.ts'

/** Which entries of a version are wanted. */
export interface EntriesOptions {
  /** Paths, what is below them, and globs; everything when there are none. */
  readonly paths?: readonly string[]
}

/**
 * The entries of a version in path order, read as they are taken.
 * @throws JsnapError UnknownVersion; NoSuchPath when nothing is at any of the paths; NotReadable when the version has
 * no information about it
 */
export function* entries(
  store: Store,
  version: Version | string,
  options: EntriesOptions = {},
): Generator<Entry, void, undefined> {
  for (const line of entryLines(store, version, options)) yield parseEntry(line)
}

/** The paths of a version in order, which is quicker than its entries. @throws JsnapError as `entries` */
export function* entryPaths(
  store: Store,
  version: Version | string,
  options: EntriesOptions = {},
): Generator<string, void, undefined> {
  for (const line of entryLines(store, version, options)) yield pathOfLine(line)
}

/** The entries of a version as lines of canonical JSON, as the store has them. @throws JsnapError as `entries` */
export function* entryLines(
  store: Store,
  version: Version | string,
  { paths = [] }: EntriesOptions = {},
): Generator<string, void, undefined> {
  const read = versionNamed(store, version)
  const isWanted = pathFilter(paths)
  let isFound = false
  for (const line of linesBelow(store, read.commit.tree, commonPrefix(paths))) {
    if (!isWanted(pathOfLine(line))) continue
    isFound = true
    yield line
  }
  if (!isFound && paths.length > 0) throw nothingAt(store, read, paths)
}

function nothingAt(store: Store, version: Version, paths: readonly string[]): JsnapError {
  const named = `'${paths.join("', '")}'`
  const label = labelOf(version)
  const reason = reasonOfNothing(store, version, paths)
  return reason === undefined
    ? new JsnapError('NoSuchPath', `no path in ${label} matches ${named}`, {
        hint: `'jsnap ls ${label}' lists its paths`,
      })
    : new JsnapError('NotReadable', `${label} has no information about ${named}: ${reason}`)
}

import { parseEntry, pathOfLine, type Entry } from '../model/entry.ts'
import { JsnapError } from '../model/errors.ts'
import type { Store } from '../store/store.ts'
import { entries, findLine } from '../store/tree.ts'
import { nearest } from './near.ts'
import { labelOf, type Version } from './version.ts'

/** The entry at a path of a version. @throws JsnapError NoSuchPath, with a hint when it is a folder or nearly another path */
export function entryAt(store: Store, version: Version, path: string): Entry {
  const line = findLine(store, version.commit.tree, path)
  if (line !== undefined) return parseEntry(line)
  const folder = path.replace(/\/*$/, '/')
  if (hasBelow(store, version, folder)) {
    throw new JsnapError('NoSuchPath', `'${path}' is a folder of ${labelOf(version)}`, {
      hint: `'jsnap ls ${labelOf(version)}:${path}' lists what is in it`,
    })
  }
  const near = nearest(path, siblingsOf(store, version, path))
  throw new JsnapError('NoSuchPath', `there is no '${path}' in ${labelOf(version)}`, {
    hint: near === undefined ? `'jsnap ls ${labelOf(version)}' lists its paths` : `did you mean '${near}'?`,
  })
}

/** Says whether a version has a path, or anything below it. */
export function hasPath(store: Store, version: Version, path: string): boolean {
  const named = path.replace(/\/+$/, '')
  return findLine(store, version.commit.tree, named) !== undefined || hasBelow(store, version, `${named}/`)
}

/** Says whether a version has any path that begins so. */
export function hasBelow(store: Store, { commit }: Version, prefix: string): boolean {
  return entries(store, commit.tree, prefix).next().done !== true
}

/** Some paths of the same folder, to suggest from. */
function* siblingsOf(store: Store, { commit }: Version, path: string): Generator<string> {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  let looked = 0
  for (const line of entries(store, commit.tree, folder)) {
    if (++looked > 2000) return
    yield pathOfLine(line)
  }
}

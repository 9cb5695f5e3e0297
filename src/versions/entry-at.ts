import { parseEntry, pathOfLine, type Entry } from '../model/entry.ts'
import { JsnapError } from '../runtime/errors.ts'
import type { Store } from '../store/store.ts'
import { entries, findLine } from '../store/tree.ts'
import { blindReasonAt } from './coverage-gap.ts'
import { lineage } from './lineage.ts'
import { didYouMean, nearest } from '../runtime/nearest.ts'
import { labelOf, type Version } from './version.ts'

/**
 * The entry at a path of a version.
 * @throws JsnapError NoSuchPath, with a hint when it is a folder, nearly another path, or in another version; NotReadable
 * when the version does not know what is there
 */
export function entryAt(store: Store, version: Version, path: string): Entry {
  const line = findLine(store, version.commit.tree, path)
  if (line !== undefined) return parseEntry(line)
  const label = labelOf(version)
  if (hasBelow(store, version, path.replace(/\/*$/, '/'))) {
    throw new JsnapError('NoSuchPath', `'${path}' is a folder of ${label}`, {
      hint: `'jsnap ls ${label}:${path}' lists what is in it`,
    })
  }
  const reason = blindReasonAt(store, version, path)
  const has = (other: Version) => findLine(store, other.commit.tree, path) !== undefined
  const other = lineage(store).find(has)
  const where =
    other === undefined ? undefined : `it is in ${labelOf(other)}; 'jsnap log ${path}' shows its history`
  if (reason !== undefined) {
    throw new JsnapError('NotReadable', `${label} has no information about '${path}': ${reason}`, {
      ...(where === undefined ? {} : { hint: where }),
    })
  }
  throw new JsnapError('NoSuchPath', `no path '${path}' in ${label}`, {
    hint: where ?? suggestPath(store, version, path),
  })
}

/** Says whether a version has a path, or anything below it. */
export function hasPath(store: Store, version: Version, path: string): boolean {
  const named = path.replace(/\/+$/, '')
  return findLine(store, version.commit.tree, named) !== undefined || hasBelow(store, version, `${named}/`)
}

/** What to do about a path that a version does not have: the path that was probably meant, or the list of the nearest folder. */
export function suggestPath(store: Store, version: Version, path: string): string {
  const steps = path.split('/')
  let folder = ''
  while (hasBelow(store, version, `${folder}${steps[0] ?? ''}/`)) folder += `${steps.shift() ?? ''}/`
  const [step = '', ...rest] = steps
  const near = nearest(step, childrenOf(store, version, folder))
  if (near !== undefined) {
    const whole = [folder + near, ...rest].join('/')
    return didYouMean(hasPath(store, version, whole) ? whole : folder + near)
  }
  const address = folder === '' ? '' : `:${folder.slice(0, -1)}`
  return `'jsnap ls ${labelOf(version)}${address}' lists what is there`
}

/** Says whether a version has any path that begins so. */
export function hasBelow(store: Store, { commit }: Version, prefix: string): boolean {
  return entries(store, commit.tree, prefix).next().done !== true
}

/** Some names of what is in a folder, to suggest from. */
function childrenOf(store: Store, { commit }: Version, folder: string): Set<string> {
  const names = new Set<string>()
  for (const line of entries(store, commit.tree, folder).take(2000))
    names.add(pathOfLine(line).slice(folder.length).split('/')[0] ?? '')
  return names
}

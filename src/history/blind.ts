import { hiddenPlaces } from '../diff/hidden.ts'
import { parseEntry, type Entry } from '../model/entry.ts'
import { globBase, isGlob } from '../model/glob.ts'
import type { Store } from '../store/store.ts'
import { entries, findLine } from '../store/tree.ts'
import type { Version } from '../versions/version.ts'

/** Why a version says nothing of any of these paths, as when they were left out of it; undefined when it does. */
export function blindReason(store: Store, version: Version, paths: readonly string[]): string | undefined {
  let reason: string | undefined
  for (const path of paths) {
    reason = blindReasonAt(store, version, isGlob(path) ? globBase(path) : path.replace(/\/+$/, ''))
    if (reason === undefined) return undefined
  }
  return reason
}

/** Why a version says nothing of a path and what is below it; undefined when it does. */
export function blindReasonAt(store: Store, { commit }: Version, path: string): string | undefined {
  const exact = findLine(store, commit.tree, path)
  const [first] = exact === undefined ? entries(store, commit.tree, `${path}/`) : [exact]
  const entry = first === undefined ? undefined : parseEntry(first)
  if (entry?.type === 'stub') return wordOf(entry)
  if (entry !== undefined && entry.type !== 'unknown') return undefined
  const unknown = commit.problems.flatMap(({ path: place }) => {
    const line = place.endsWith('/') ? findLine(store, commit.tree, place) : undefined
    return line === undefined ? [] : [parseEntry(line)].filter(({ type }) => type === 'unknown')
  })
  const places = hiddenPlaces(unknown, commit)
  return places.find(({ matches }) => matches(path) || matches(`${path}/`))?.reason
}

function wordOf({ meta }: Entry): string {
  const reason = meta['reason'] ?? meta['code']
  return typeof reason === 'string' ? reason : 'unknown'
}

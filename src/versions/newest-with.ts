import { gapMatcher } from '../model/gap-matcher.ts'
import { askedOf, unaskedReason } from '../store/asked-of.ts'
import type { Store } from '../store/store.ts'
import { lineage } from './lineage.ts'
import { partOf } from './partial.ts'
import { basePath } from './path-filter.ts'
import { resolveVersion } from './resolve.ts'
import { labelOf, type Version } from './version.ts'

/**
 * The version that is asked about: the one that is named, else the newest that was asked for all of these paths, or for
 * everything when there are none. `note` is called when that is not HEAD.
 * @throws JsnapError UnknownVersion, AmbiguousVersion
 */
export function namedOrNewestWith(
  store: Store,
  name: string | undefined,
  paths: readonly string[],
  note: (text: string) => void,
): Version {
  if (name !== undefined && name !== '') return resolveVersion(store, name)
  const head = resolveVersion(store, 'HEAD')
  const wanted = paths.map(basePath).filter((path) => path !== '')
  if (hasAll(store, head, wanted)) return head
  const found = lineage(store).find((version) => hasAll(store, version, wanted))
  const part = partOf(head.commit)
  const why = part === undefined ? 'does not cover all of it' : `was made with ${part}`
  if (found === undefined) note(`${labelOf(head)} ${why}, and no version covers more`)
  else note(`${labelOf(head)} ${why}: this is ${labelOf(found)}`)
  return found ?? head
}

function hasAll(store: Store, { commit }: Version, paths: readonly string[]): boolean {
  if (paths.length === 0) return partOf(commit) === undefined
  const asked = askedOf(store, commit)
  const gaps = commit.scope === undefined ? commit.notCovered : []
  return paths.every((path) => {
    const below = `${path}/`
    const isLeftOut = gaps.some(
      (gap) => gap.path.startsWith(below) || [path, below].some((place) => gapMatcher(gap)(place)),
    )
    return !isLeftOut && unaskedReason(asked, path) === undefined && asked.takesAll(path)
  })
}

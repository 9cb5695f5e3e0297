import { pathOf } from '../../model/kind-path.ts'
import { comparePaths } from '../../model/paths.ts'
import type { JsonObject } from '../../model/canonical-json.ts'
import type { Resource } from '../../services/declaration/declaration.ts'
import { textAt } from '../../model/json-place.ts'
import { regionAtEnd } from '../../model/region-suffix.ts'
import type { ListedItem } from './reader.ts'

/** Where a document lies, and the name that is in its path. */
export interface NamedPath {
  readonly path: string
  readonly name: string
}

/**
 * The paths of a resource's items, in the order of the items. Those of the same name are distinguished by their ids:
 * all but the first, in the order of the ids, have theirs after the name. `suffix` follows every name; a name
 * that ends in one of the regions that are asked would be taken for another.
 */
export function namePaths(
  resource: Resource,
  things: readonly ListedItem[],
  suffix: string,
  regions: readonly string[] = [],
): NamedPath[] {
  const named = things.map(({ item, parents }, index) => {
    const id = textBy(resource.id, item, [])
    // Not every item has a name.
    return { index, id, name: cleanName(textBy(resource.name, item, parents)) || cleanName(id) }
  })
  const paths: NamedPath[] = []
  const names = new Set(named.map(({ name }) => name))
  const taken = new Set<string>()
  const lastNumbers = new Map<string, number>()
  for (const { index, name, id } of named.toSorted((a, b) => comparePaths(a.id, b.id))) {
    const isFree = (told: string) =>
      !taken.has(told) && (told === name || !names.has(told)) && !isElsewhere(told, regions)
    const stem = id === '' ? name : `${name}--${id}`
    let told = isFree(name) ? name : stem
    // Many may have one name and no id: the numbers go on where the last one was given.
    for (let n = (lastNumbers.get(stem) ?? 1) + 1; !isFree(told); n++) {
      told = `${stem}--${n}`
      lastNumbers.set(stem, n)
    }
    taken.add(told)
    paths[index] = { name: told + suffix, path: pathOf(resource.path, told + suffix) }
  }
  return paths
}

/** Says whether a name in a path is that of something outside of the primary region, or would be taken for one. */
export function isElsewhere(name: string, regions: readonly string[]): boolean {
  return regionAtEnd(name, regions) !== undefined
}

function textBy(maker: Resource['name'], item: JsonObject, parents: readonly JsonObject[]): string {
  if (maker === undefined) return ''
  return typeof maker === 'string' ? textAt(maker, item) : maker(item, ...parents)
}

/** Names as of log groups begin with a slash, which would be a folder without a name. */
function cleanName(name: string): string {
  return name.replace(/^\/+/, '')
}

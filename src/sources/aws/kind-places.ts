import type { Gap } from '../../model/commit.ts'
import { folderOf, pathOf } from '../../model/kind-path.ts'
import { comparePaths } from '../../model/paths.ts'
import type { Resource } from '../../services/declaration/declaration.ts'
import type { RegionScope } from './region-scope.ts'
import { isElsewhere, type NamedPath } from './resource-path.ts'

/** Where a resource's documents and contents are: folders, or the path of the only one in the region of a suffix. */
export function unreadPlaces(resource: Resource, suffix: string): string[] {
  return kindPlaces(resource, suffix).map(({ place }) => place)
}

/** The same with the patterns of their paths, in order; contents that lie with the documents are not distinguished. */
export function kindPlaces(
  { path, contentPath }: Resource,
  suffix: string,
): { readonly place: string; readonly pattern: string }[] {
  const places = new Map<string, string>()
  if (contentPath !== undefined) places.set(folderOf(contentPath), contentPath)
  places.set(path.includes('*') ? folderOf(path) : pathOf(path, suffix), path)
  return [...places]
    .map(([place, pattern]) => ({ place, pattern }))
    .sort((a, b) => comparePaths(a.place, b.place))
}

/** Where the contents of an item are; undefined where it has none of its own. */
export function contentOf({ contentPath }: Resource, { name }: NamedPath): string | undefined {
  return contentPath === undefined ? undefined : pathOf(contentPath, name)
}

/** Says whether a path is a document, or a content, of this pattern in a region. */
export function isHere(pattern: string, path: string, { suffix, regions }: RegionScope): boolean {
  const [head = '', tail] = pattern.split('*')
  if (tail === undefined) return path === head.replace(/(\.[a-z]+)?$/, (extension) => suffix + extension)
  if (!path.startsWith(head)) return false
  const end = tail === '/' ? path.indexOf(tail, head.length) : path.length - tail.length
  if (!path.startsWith(tail, end)) return false
  const name = path.slice(head.length, end)
  return suffix === '' ? !isElsewhere(name, regions) : name.endsWith(suffix)
}

/** What a version has no information about that could not list a resource in a region. */
export function gapsOf(
  { path, contentPath = path }: Resource,
  { region, suffix, regions }: RegionScope,
): Pick<Gap, 'path' | 'except'>[] {
  const patterns = [...new Set([path, contentPath])]
  const isFolder = suffix === '' && path.includes('*')
  if (!isFolder) return patterns.map((pattern) => ({ path: globOf(pattern, suffix) }))
  return [...Map.groupBy(patterns, folderOf)].map(([folder, inside]) => {
    const others = regions.filter((other) => other !== region)
    const except = inside.flatMap((pattern) => others.map((other) => globOf(pattern, `@${other}`)))
    return { path: folder, ...(except.length === 0 ? {} : { except }) }
  })
}

/** A glob of what a resource has in the region of a suffix. Names may have slashes. */
function globOf(path: string, suffix: string): string {
  const glob = pathOf(path, path.includes('*') ? `**/*${suffix}` : suffix)
  return glob.endsWith('/') ? `${glob}**` : glob
}

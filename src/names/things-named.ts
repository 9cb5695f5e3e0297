import { parseEntry, pathOfLine } from '../model/entry.ts'
import { pathOf } from '../model/kind-path.ts'
import type { DeclaredSource } from '../services/declaration/declaration.ts'
import { REGISTRY } from '../services/registry.ts'
import { identityOf, loadKinds, type NamedKind } from '../services/resource-names.ts'
import type { Store } from '../store/store.ts'
import { entries } from '../store/tree.ts'
import { hasPath } from '../versions/entry-at.ts'
import type { Version } from '../versions/version.ts'
import { documentIn } from './names-of.ts'
import { soughtName, type SoughtName } from './sought-name.ts'

/** What is called so: a resource, a bucket, a project. */
export interface NamedThing {
  /** What it is, as `distribution`. */
  readonly noun: string
  /** All paths that are about it, as filters take them: its document, its folder, the records of a zone. */
  readonly paths: readonly string[]
  /** Those of its documents that are called so themselves. */
  readonly documents: readonly string[]
}

/** A document of a kind of resources. */
interface OfKind {
  readonly path: string
  /** The path of the document that it is a part of, or its own. */
  readonly of: string
  readonly kind: NamedKind
  /** That in its path. */
  readonly name: string
  /** How well it is what is sought; 0 for what is not. */
  readonly rank: number
}

/**
 * What is called so in a version, or has this id or ARN; more than one where several have it. Lines in `seen`, of trees
 * in which nothing was found, are not looked at again.
 */
export async function thingsNamed(
  store: Store,
  version: Version,
  text: string,
  seen = new Set<string>(),
): Promise<NamedThing[]> {
  const sought = soughtName(text)
  const all = [...(await loadKinds(REGISTRY))].filter(([, { source }]) => mayHave(source, sought))
  const documents = all.flatMap(([{ prefixes }, { kinds }]) =>
    kinds.length === 0
      ? []
      : prefixes.flatMap((prefix) => [...ofKinds(store, version, prefix, kinds, sought, seen)]),
  )
  const folders = all.flatMap(([, { source }]) => folderNamed(store, version, source, sought))
  const isFolderOf = (folder: NamedThing, { paths }: NamedThing) =>
    folder.paths.some((path) => paths.includes(path))
  // A bucket is its configuration and its objects.
  const resources = resourcesOf(store, version, preferred(documents, sought)).map((thing) => {
    const { noun } = folders.find((folder) => isFolderOf(folder, thing)) ?? thing
    return { ...thing, noun }
  })
  const alone = folders.filter((folder) => !resources.some((thing) => isFolderOf(folder, thing)))
  return [...resources, ...alone]
}

/** An ARN is one of a service, whose name in ARNs its declaration has. */
function mayHave({ name, types = {} }: DeclaredSource, { service }: SoughtName): boolean {
  return service === undefined || service === name || Object.hasOwn(types, service)
}

/** The documents of kinds below a prefix that are sought, and those that are parts of another. */
function* ofKinds(
  store: Store,
  version: Version,
  prefix: string,
  kinds: readonly NamedKind[],
  sought: SoughtName,
  seen: Set<string>,
): Generator<OfKind, void, undefined> {
  const { commit } = version
  const primary = commit.scope?.primaryRegion ?? commit.regions[0]
  const regions = primary === undefined ? commit.regions : [primary, ...commit.regions]
  for (const line of entries(store, commit.tree, prefix)) {
    if (seen.has(line)) continue
    seen.add(line)
    const path = pathOfLine(line)
    for (const kind of kinds) {
      const name = kind.document.exec(path)?.[1]
      if (name === undefined) continue
      const document = documentIn(store, parseEntry(line)) ?? {}
      const rank = sought.rank(identityOf(kind, name, document, regions), commit.account)
      const of = kind.declared.partOf?.(document) ?? path
      if (rank > 0 || of !== path) yield { path, of, kind, name, rank }
      break
    }
  }
}

/** The best of them: of what an ARN may be, those of the kind that it names. */
function preferred(documents: readonly OfKind[], { resource }: SoughtName): readonly OfKind[] {
  const words = resource.toLowerCase().split('/').slice(0, -1)
  const isNamed = ({ kind: { noun, declared } }: OfKind) => {
    const folder = declared.path.split('*')[0]?.split('/').at(-2) ?? ''
    const called = [noun.many, folder].map((many) => many.replace(/[^a-z0-9]/g, ''))
    return words.some(
      (word) => word !== '' && called.some((many) => many.startsWith(word.replaceAll('-', ''))),
    )
  }
  const ranked = documents.map((one) => ({
    ...one,
    rank: one.rank * 2 + Number(one.rank > 0 && isNamed(one)),
  }))
  const best = Math.max(1, ...ranked.map(({ rank }) => rank))
  return ranked.map((one) => ({ ...one, rank: one.rank === best ? best : 0 }))
}

/** Each resource with all that is about it. */
function resourcesOf(store: Store, version: Version, documents: readonly OfKind[]): NamedThing[] {
  const found: NamedThing[] = []
  for (const [of, parts] of Map.groupBy(documents, (one) => one.of)) {
    const first = parts.find(({ path }) => path === of) ?? parts[0]
    if (first === undefined || !parts.some(({ rank }) => rank > 0)) continue
    const isLacking = first.path !== of && hasPath(store, version, of)
    found.push({
      noun: first.kind.noun.one,
      paths: [...(isLacking ? [of] : []), ...parts.flatMap((part) => placesOf(store, version, part))],
      documents: parts.filter(({ rank }) => rank > 0).map(({ path }) => path),
    })
  }
  return found
}

/** Where a resource is: in its document, or in a folder with it, and where its contents are. */
function placesOf(store: Store, version: Version, { path, kind, name }: OfKind): string[] {
  const { path: pattern, contentPath } = kind.declared
  const [before = '', after = ''] = pattern.split('*')
  if (after.startsWith('/')) return [before + name]
  const content = contentPath === undefined ? path : pathOf(contentPath, name).replace(/\/$/, '')
  return content !== path && hasPath(store, version, content) ? [path, content] : [path]
}

/** What has this name right below the folder of a source, as a bucket or a project; of an ARN, an object as well. */
function folderNamed(
  store: Store,
  version: Version,
  { prefixes, files, folders }: DeclaredSource,
  { service, name, resource }: SoughtName,
): NamedThing[] {
  if (files === undefined || folders === undefined) return []
  const below = service === undefined ? name : resource
  const isFolder = !below.includes('/')
  if (below === '' || (service === undefined && !isFolder)) return []
  return prefixes.flatMap((prefix) => {
    const path = prefix + below
    if (!hasPath(store, version, path)) return []
    return [{ noun: isFolder ? folders.one : files.one, paths: [path], documents: isFolder ? [] : [path] }]
  })
}

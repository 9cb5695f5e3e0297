import { kindPath, pathOf } from '../model/kind-path.ts'
import { isOwnPartition } from '../model/partition.ts'
import { regionAtEnd, regionInPath } from '../model/region-suffix.ts'
import type { Addresses } from './declaration/addresses.ts'
import type { DeclaredKind, DeclaredSource } from './declaration/declaration.ts'
import { nounOf, type Noun } from './declaration/noun.ts'
import { isShared, madeOfEach, registeredAt, registeredBelow, type Registered } from './registry.ts'

/** What a path says of what is there. */
export interface PathPlace {
  /** The service or other source, as `step-functions`. */
  readonly service: string
  /** As `state-machines`. */
  readonly kind: string
  readonly name: string
  /** The one that the path names, or that has all of the kind, or else the primary one; null for what has none. */
  readonly region: string | null
}

/** What a path is, or is a part of: a distribution, a function with its files, a zone. */
export interface Thing {
  readonly path: string
  readonly noun: Noun
}

/** Reads paths by the declarations of those that make them. */
export class Layout {
  readonly #declared: ReadonlyMap<Registered, Declared>

  constructor(declared: ReadonlyMap<Registered, Declared>) {
    this.#declared = declared
  }

  /** The service that a path belongs to, as people write it. */
  labelOf(path: string): string {
    return this.#declaredAt(path)?.source.label ?? strangerAt(path).service
  }

  /** The same as `query` and `verify` call it. */
  serviceOf(path: string): string {
    const source = this.#declaredAt(path)?.source
    return source?.called ?? source?.name ?? strangerAt(path).service
  }

  /** The source that makes what is at a path, as `--only` takes it. */
  sourceOf(path: string): string {
    return this.#declaredAt(path)?.source.name ?? strangerAt(path).service
  }

  /** What a path says; `regions` are those that were asked, the primary one first. */
  placeOf(path: string, regions: readonly string[]): PathPlace {
    const { source, kinds = [] } = this.#declaredAt(path) ?? {}
    const match = matchIn(kinds, path)
    const kind = match?.kind ?? kindAround(kinds, path)
    const base = kind?.folder ?? baseOf(path, source)
    const [first, rest] = stepsBelow(path, base)
    const whole =
      kind === undefined && source?.files === undefined ? (rest ?? first) : path.slice(base.length)
    const text = match?.name ?? plainName(whole)
    const [primary = null] = regions
    const fixed = source?.scope === 'global' ? null : onlyRegion(kind, primary)
    const findRegion = match === undefined ? regionInPath : regionAtEnd
    const found = fixed === undefined ? findRegion(text, regions) : undefined
    const { name, region = fixed } = found ?? { name: text }
    const word = kind?.word ?? source?.files?.many ?? (rest === undefined ? name : first)
    return {
      service: this.serviceOf(path),
      kind: word,
      name: name === '' ? word : name,
      region: region === undefined ? primary : region,
    }
  }

  /** The item that a path is, or is a part of: what is in the folder of a function or an API is a part of it. */
  thingOf(path: string): Thing {
    const { source, kinds = [] } = this.#declaredAt(path) ?? {}
    if (source?.files !== undefined) return { path, noun: source.files }
    const match = matchIn(kinds, path)
    if (match?.kind.hasFolders === false) return { path, noun: match.kind.noun }
    const kind = match?.kind ?? kindAround(kinds, path)
    const base = baseOf(path, source)
    const [first, rest] = stepsBelow(path, base)
    if (kind === undefined && rest === undefined) return { path, noun: documentNoun(path) }
    const folder = kind?.folder ?? `${base}${first}/`
    const [name = ''] = path.slice(folder.length).split('/')
    return { path: folder + name, noun: kind?.noun ?? nounOf(first) }
  }

  /** The kind of what is at a place that could not be listed, as `lightsail/alarms/`; undefined above of kinds and inside of items. */
  kindAt(place: string): Noun | undefined {
    const folder = place.endsWith('/') ? place : `${place}/`
    const { source, kinds = [] } = this.#declaredAt(folder) ?? {}
    const declared = source?.files ?? kinds.find((kind) => kind.folder === folder)?.noun
    const [first, rest] = stepsBelow(folder, baseOf(folder, source))
    return declared ?? (rest === '' ? nounOf(first) : undefined)
  }

  /** What the names right below a folder at the top are, where these are what there is: buckets, projects. */
  namesIn(folder: string): Noun | undefined {
    return this.#declaredAt(`${folder}/`)?.source.folders
  }

  /** The folders whose documents have addresses, with what of them is one. */
  get addressed(): readonly (Addresses & { readonly folder: string })[] {
    return [...this.#declared.values()].flatMap(({ kinds }) =>
      kinds.flatMap(({ folder, declared: { addresses } }) =>
        addresses === undefined ? [] : [{ ...addresses, folder }],
      ),
    )
  }

  /** The document of what has its content in one file at a path, as the schema of an exported table. */
  documentOf(path: string): string | undefined {
    for (const { path: document, contentPath } of this.#contentsAt(path)) {
      const name = kindPath(contentPath).exec(path)?.[1]
      if (name !== undefined) return pathOf(document, name)
    }
    return undefined
  }

  /** The file with the content of what has its document at a path. */
  contentOf(path: string): string | undefined {
    for (const { path: document, contentPath } of this.#contentsAt(path)) {
      const name = kindPath(document).exec(path)?.[1]
      if (name !== undefined) return pathOf(contentPath, name)
    }
    return undefined
  }

  #contentsAt(path: string): { readonly path: string; readonly contentPath: string }[] {
    const { kinds = [] } = this.#declaredAt(path) ?? {}
    return kinds.flatMap(({ declared: { path: document, contentPath } }) =>
      contentPath === undefined || contentPath.endsWith('/') ? [] : [{ path: document, contentPath }],
    )
  }

  #declaredAt(path: string): Declared | undefined {
    const registered = sourceAt(path)
    if (registered === undefined) return undefined
    const declared = this.#declared.get(registered)
    if (declared === undefined) throw new Error(`the declaration of ${path} was not loaded`)
    return declared
  }
}

/** Loads the declarations of those that make what is at these paths. */
export function loadLayout(paths: readonly string[]): Promise<Layout> {
  return layoutOf(new Set(paths.map(sourceAt).filter((registered) => registered !== undefined)))
}

/** Loads the declarations of those that make what is at paths which begin so. */
export function loadLayoutBelow(prefix: string): Promise<Layout> {
  return layoutOf(registeredBelow(prefix))
}

const loadDeclared = madeOfEach((source): Declared => ({ source, kinds: source.resources.flatMap(kindsOf) }))

async function layoutOf(all: Iterable<Registered>): Promise<Layout> {
  return new Layout(await loadDeclared(all))
}

/** A folder may be named without the slash at its end. */
function sourceAt(path: string): Registered | undefined {
  return registeredAt(`${path}/`)
}

interface Declared {
  readonly source: DeclaredSource
  readonly kinds: readonly KindLayout[]
}

/** A kind with what its declaration says of its paths. */
interface KindLayout {
  readonly declared: DeclaredKind
  /** How the paths of its documents look; the first group is the name, with the region. */
  readonly document: RegExp
  /** Where its items are, ending in `/`; the path of the only one. */
  readonly folder: string
  readonly word: string
  readonly noun: Noun
  /** Each item has a folder to itself. */
  readonly hasFolders: boolean
}

/** What is read of an item may lie in a folder of its own, and is of another kind then. */
function kindsOf(declared: DeclaredKind): KindLayout[] {
  const kind = kindOf(declared)
  const { contentPath, region } = declared
  if (contentPath === undefined || contentPath.startsWith(kind.folder)) return [kind]
  return [kind, kindOf({ path: contentPath, ...(region === undefined ? {} : { region }) })]
}

function kindOf(declared: DeclaredKind): KindLayout {
  const { path } = declared
  const [folder = path, rest] = path.split('*')
  const word = (folder.replace(/\/$/, '').split('/').at(-1) ?? '').replace(/\.json$/, '')
  return {
    declared,
    document: kindPath(path),
    folder,
    word: declared.kind ?? word,
    noun: declared.noun ?? (rest === undefined ? documentNoun(path) : nounOf(word)),
    hasFolders: rest?.startsWith('/') === true,
  }
}

interface Match {
  readonly kind: KindLayout
  /** With the region, where the path names it. */
  readonly name: string
}

function matchIn(kinds: readonly KindLayout[], path: string): Match | undefined {
  for (const kind of kinds) {
    const name = kind.document.exec(path)?.[1]
    if (name !== undefined) return { kind, name }
  }
  return undefined
}

/** The kind whose folder a path is in, or is. */
function kindAround(kinds: readonly KindLayout[], path: string): KindLayout | undefined {
  return kinds.find(({ folder }) => folder.endsWith('/') && path.startsWith(folder))
}

/** The one region that has all of a kind: in other partitions than AWS's own it is the primary one. */
function onlyRegion(kind: KindLayout | undefined, primary: string | null): string | null | undefined {
  const region = kind?.declared.region
  return region !== undefined && primary !== null && !isOwnPartition(primary) ? primary : region
}

/** The folder of a service that nothing is declared of, and its name in it. */
function strangerAt(path: string): { readonly service: string; readonly base: string } {
  const [first = '', second = ''] = path.split('/')
  return isShared(first) && second !== ''
    ? { service: second, base: `${first}/${second}/` }
    : { service: first, base: `${first}/` }
}

/** The folder that has the kinds of a source in it. */
function baseOf(path: string, source: DeclaredSource | undefined): string {
  return source?.prefixes.find((prefix) => path.startsWith(prefix)) ?? strangerAt(path).base
}

/** The first name below a folder, and what is below that. */
function stepsBelow(path: string, base: string): readonly [first: string, rest: string | undefined] {
  const [first = '', ...rest] = path.slice(base.length).split('/')
  return [first, rest.length === 0 ? undefined : rest.join('/')]
}

function plainName(text: string): string {
  return text.replace(/(\/config)?\.json$/, '')
}

/** A document beside the folders of kinds is called by its name, as the settings of an account. */
function documentNoun(path: string): Noun {
  const name = path
    .split('/')
    .slice(-2)
    .join(' ')
    .replace(/\.json$/, '')
    .replaceAll('-', ' ')
  return { one: `${name} document`, many: `${name} documents` }
}

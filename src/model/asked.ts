import { canonicalJson, type Json } from './canonical-json.ts'
import type { Declared, DeclaredKind } from './declared.ts'
import { plainSpelling } from './folder-spelling.ts'
import { gitignoredPaths } from '../runtime/gitignore.ts'
import { globMatcher, type Matcher } from '../runtime/glob.ts'
import { memberOf } from './json-place.ts'
import { kindPath } from './kind-path.ts'
import { bucketFilter, objectRules, type ObjectRules } from './object-rules.ts'
import { isOwnPartition } from './partition.ts'
import { pathRule, type PathRule } from './path-rule.ts'
import { regionAtEnd, regionInPath, type RegionalName } from './region-suffix.ts'
import type { LocalFolderScope, Scope } from './scope.ts'
import {
  BUCKET_CONFIGS,
  documentIn,
  LOCAL_FOLDERS,
  namedIn,
  OBJECTS,
  SCRIPT_PROJECTS,
  TABLE_EXPORTS,
  WEBHOOK_ADDRESSES,
} from './scope-folders.ts'

/** The kind that a path is a document of, and what holds for all kinds of its source. */
export interface KindOfPath {
  readonly declared: Declared
  readonly kind: DeclaredKind
}

/** What a path is, by the declarations of one version. */
interface PathKind {
  readonly source: string
  readonly declared: Declared
  readonly kind: DeclaredKind | undefined
  /** Where a regional item is; undefined where that does not matter, or is unknown. */
  readonly region: string | undefined
}

/** How the paths of a kind look; the first group is the name, with the region where that belongs to it. */
interface KindPattern {
  readonly kind: DeclaredKind
  readonly document: RegExp
  readonly content: RegExp | undefined
  /** The folder that each has to itself, where the document is not named by it. */
  readonly folder: RegExp | undefined
  /** Each has a folder, with its document and all contents in it: what is below it belongs to the group. */
  readonly isFolder: boolean
}

interface KindMatch extends KindPattern {
  /** Undefined where a path is that of a folder with many of the kind. */
  readonly name: string | undefined
  /** Where the name begins in the path. */
  readonly start: number
}

/** A scope without what one version may have more of than another, and what is asked for by any rules. */
const NO_LISTS = { regions: [], sources: [], only: [], skip: [], declarations: {}, secretRules: null }

/** Says of paths whether a version asked for them: a pure function of its scope and its declarations. */
export class Asked {
  readonly scope: Scope
  readonly #declared: ReadonlyMap<string, Declared>
  readonly #sourceOf = new Map<string, string>()
  readonly #only: readonly PathRule[]
  readonly #skip: readonly PathRule[]
  readonly #takesBucket: Matcher
  readonly #objectRules = new Map<string, ObjectRules>()
  readonly #takesTable: Matcher
  readonly #ignored = new Map<string, Matcher>()
  readonly #has: (prefix: string) => boolean
  #usersKey: string | undefined

  /** `has` says whether the version has anything that begins so: what is not in its scope was asked for if it is there. */
  constructor(
    scope: Scope,
    declared: ReadonlyMap<string, Declared>,
    has: (prefix: string) => boolean = () => true,
  ) {
    this.scope = scope
    this.#declared = declared
    this.#has = has
    const sources = [...declared].map(([name, { prefixes }]) => ({ name, prefixes }))
    for (const { name, prefixes } of sources) for (const prefix of prefixes) this.#sourceOf.set(prefix, name)
    this.#only = scope.only.map((word) => pathRule(word, sources))
    this.#skip = scope.skip.map((word) => pathRule(word, sources))
    this.#takesBucket = bucketFilter(scope.s3 ?? {})
    const { data = true, include = ['**'], exclude = [] } = scope.tables ?? {}
    const [isIncluded, isExcluded] = [globMatcher(include), globMatcher(exclude)]
    this.#takesTable = (table) => data && isIncluded(table) && !isExcluded(table)
  }

  /**
   * Why this version did not ask for a path that another one has; undefined when it did. The path of an empty folder ends
   * in `/`.
   */
  reasonAgainst(path: string, by: Asked): string | undefined {
    const place = by.#placeOf(path)
    const own = this.#placeOf(path)
    // What no source claims, nobody can have left out.
    if (own === undefined)
      return place === undefined ? undefined : `the source '${place.source}' was not asked for`
    return (
      this.#wordAgainst(path) ??
      (place === undefined ? undefined : this.#kindAgainst(place, own, by)) ??
      this.#configurationAgainst(path, own.source, by.scope)
    )
  }

  /** Says whether the words of the command line leave out nothing at a path or below it. */
  takesAll(path: string): boolean {
    if (this.#skip.some((rule) => rule.matches(path) || rule.reaches(`${path}/`))) return false
    return this.#only.length === 0 || this.#only.some((rule) => rule.matches(path) || rule.covers(`${path}/`))
  }

  /** One of the sources that were asked has what is at a path. */
  knowsSourceOf(path: string): boolean {
    return this.#sourceAt(path) !== undefined
  }

  /** The places that were asked for: of sources, local folders and projects. */
  get places(): string[] {
    const { local, gas = {} } = this.scope
    return [
      ...this.#sourceOf.keys(),
      ...Object.keys(local?.folders ?? {}).map((name) => `${LOCAL_FOLDERS}${name}/`),
      ...Object.keys(gas).map((name) => `${SCRIPT_PROJECTS}${name}/`),
    ]
  }

  /** The sources that have all of theirs below a folder. */
  sourcesBelow(folder: string): string[] {
    return [
      ...new Set([...this.#sourceOf].flatMap(([prefix, name]) => (prefix.startsWith(folder) ? [name] : []))),
    ]
  }

  /** Says whether all that another version asked for was asked for here; false where that is unknown. */
  covers({ scope: other }: Asked): boolean {
    const own = this.scope
    const rest = (scope: Scope): string => canonicalJson({ ...scope, ...NO_LISTS } as unknown as Json)
    const words = ({ only, skip }: Scope): string => JSON.stringify([only, skip])
    return (
      other.regions.every((region) => own.regions.includes(region)) &&
      other.sources.every((name) => own.declarations[name] === other.declarations[name]) &&
      (own.only.length + own.skip.length === 0 || words(own) === words(other)) &&
      rest(own) === rest(other)
    )
  }

  /** The kind that a path is a document of. */
  documentAt(path: string): KindOfPath | undefined {
    const declared = this.#declaredAt(path)
    const match = declared === undefined ? undefined : matchIn(declared, path)
    return declared === undefined || match?.document.test(path) !== true
      ? undefined
      : { declared, kind: match.kind }
  }

  /** The path with its region in it, also that of the primary one, where it has a region. */
  namedByRegion(path: string): string {
    const declared = this.#declaredAt(path)
    const match = declared === undefined ? undefined : matchIn(declared, path)
    if (declared === undefined || match?.name === undefined) return path
    const region = this.#regionOf(declared, match)
    if (region === undefined || this.#regionIn(match) !== undefined) return path
    const name = match.isFolder ? (match.name.split('/')[0] ?? '') : match.name
    const end = match.start + name.length
    return `${path.slice(0, end)}@${region}${path.slice(end)}`
  }

  /** The path by which this version has what another one, or `namedByRegion`, names by its region. */
  ownPath(named: string): string {
    const declared = this.#declaredAt(named)
    const match = declared === undefined ? undefined : matchIn(declared, named)
    if (declared === undefined || match === undefined) return named
    const own = this.#regionIn(match)
    if (own === undefined || own.region !== this.scope.primaryRegion) return named
    const { name = '', start } = match
    return named.slice(0, start) + own.name + named.slice(start + name.length)
  }

  /** The prefixes of the sources whose paths name regions. */
  get regionalPrefixes(): readonly string[] {
    return [...this.#declared.values()].flatMap(({ isRegional, prefixes }) =>
      isRegional === true ? prefixes : [],
    )
  }

  /** Objects above this size were not asked for; bytes. */
  maxSizeOf(path: string): number {
    const [bucket] = namedIn(OBJECTS, path) ?? []
    return bucket === undefined ? Infinity : this.#rulesOf(bucket).maxSize
  }

  #wordAgainst(path: string): string | undefined {
    const skip = this.#skip.find((rule) => rule.matches(path))
    if (skip !== undefined) return `left out by --skip ${skip.word}`
    const isOnly =
      this.#only.length === 0 ||
      this.#only.some((rule) => rule.matches(path) || (path.endsWith('/') && rule.reaches(path)))
    return isOnly ? undefined : `left out by --only ${this.#only.map(({ word }) => word).join(',')}`
  }

  #kindAgainst({ kind, region }: PathKind, own: PathKind, by: Asked): string | undefined {
    if (kind !== undefined && own.kind === undefined && own.declared.kinds.length > 0)
      return `that version of jsnap did not capture ${kind.path}`
    if (region !== undefined && !this.#asksIn(region, own)) return `region ${region} was not asked for`
    if (kind !== undefined && own.kind !== undefined && !isFoundAlike(kind, own.kind))
      return `that version of jsnap listed ${kind.path} differently`
    if (kind?.onlyUsed === undefined || this.scope.iam === 'all') return undefined
    const isSame = by.scope.iam !== 'all' && by.#users() === this.#users()
    return isSame ? undefined : `only those of ${kind.path} that captured resources use`
  }

  /** Equal where the same items were asked which roles and policies they use. */
  #users(): string {
    const { regions, sources, only, skip, declarations } = this.scope
    return (this.#usersKey ??= canonicalJson({ regions, sources, only, skip, declarations }))
  }

  #asksIn(region: string, { declared }: PathKind): boolean {
    const { regions } = this.scope
    // The other region is asked as well only where the keys are valid for it.
    return regions.includes(region) || (declared.alsoIn === region && regions.every(isOwnPartition))
  }

  #configurationAgainst(path: string, source: string, other: Scope): string | undefined {
    switch (source) {
      case 's3':
        return this.#bucketAgainst(path)
      case 'dynamodb':
        return this.#tableAgainst(path, other)
      case 'local':
        return this.#folderAgainst(path, other)
      case 'gas':
        return this.#projectAgainst(path, other)
      case 'webhooks':
        return this.#webhookAgainst(path)
      default:
        return undefined
    }
  }

  #bucketAgainst(path: string): string | undefined {
    const [bucket, key] = namedIn(OBJECTS, path) ?? [documentIn(BUCKET_CONFIGS, path) ?? '', '']
    if (bucket === '') return undefined
    if (!this.#takesBucket(bucket)) return 'buckets that the configuration leaves out'
    return key !== '' && this.#rulesOf(bucket).leavesOut(key) !== undefined
      ? `objects of ${bucket} that the configuration leaves out`
      : undefined
  }

  #rulesOf(bucket: string): ObjectRules {
    let rules = this.#objectRules.get(bucket)
    if (rules === undefined) {
      rules = objectRules(this.scope.s3 ?? {}, bucket)
      this.#objectRules.set(bucket, rules)
    }
    return rules
  }

  #tableAgainst(path: string, { regions }: Scope): string | undefined {
    const name = documentIn(TABLE_EXPORTS, path, '.jsonl')
    if (name === undefined) return undefined
    if (this.#takesTable(regionAtEnd(name, regions)?.name ?? name)) return undefined
    return this.scope.tables?.data === false
      ? 'left out by --no-table-data'
      : 'items of tables that the configuration leaves out'
  }

  #folderAgainst(path: string, other: Scope): string | undefined {
    const { local } = this.scope
    const [name, inside = ''] = namedIn(LOCAL_FOLDERS, path) ?? []
    if (name === undefined) return undefined
    if (local === undefined) return this.#unlessHas(`${LOCAL_FOLDERS}${name}/`)
    if (name === 'tooling') return local.tooling ? undefined : `${LOCAL_FOLDERS}tooling/ was not asked for`
    const folder = memberOf(local.folders, name)
    if (folder === undefined) return `${LOCAL_FOLDERS}${name}/ was not asked for`
    const there = memberOf(other.local?.folders ?? {}, name)
    if (there !== undefined && plainSpelling(there.path) !== plainSpelling(folder.path))
      return `${LOCAL_FOLDERS}${name}/ was a different folder (${folder.path}, not ${there.path})`
    return inside !== '' && this.#ignores(name, folder)(inside)
      ? `left out by the ignore patterns of local/${name}/`
      : undefined
  }

  #ignores(name: string, { ignore: patterns }: LocalFolderScope): Matcher {
    let matches = this.#ignored.get(name)
    if (matches === undefined) {
      matches = gitignoredPaths(patterns)
      this.#ignored.set(name, matches)
    }
    return matches
  }

  #projectAgainst(path: string, other: Scope): string | undefined {
    const { gas } = this.scope
    const [name] = namedIn(SCRIPT_PROJECTS, path) ?? []
    if (name === undefined) return undefined
    if (gas === undefined) return this.#unlessHas(`${SCRIPT_PROJECTS}${name}/`)
    const [own, there] = [memberOf(gas, name), memberOf(other.gas ?? {}, name)]
    if (own === undefined) return `${SCRIPT_PROJECTS}${name}/ was not asked for`
    return there === undefined || there === own
      ? undefined
      : `${SCRIPT_PROJECTS}${name}/ was a different project`
  }

  #webhookAgainst(path: string): string | undefined {
    const { webhooks } = this.scope
    const name = documentIn(WEBHOOK_ADDRESSES, path)
    if (name === undefined) return undefined
    if (webhooks === undefined) return this.#unlessHas(path)
    return webhooks.includes(name) ? undefined : 'webhooks that the configuration did not list'
  }

  #unlessHas(place: string): string | undefined {
    return this.#has(place) ? undefined : `${place} was not asked for`
  }

  #placeOf(path: string): PathKind | undefined {
    const source = this.#sourceAt(path)
    const declared = source === undefined ? undefined : this.#declared.get(source)
    if (source === undefined || declared === undefined) return undefined
    if (declared.kinds.length === 0) return { source, declared, kind: undefined, region: undefined }
    const match = matchIn(declared, path)
    return { source, declared, kind: match?.kind, region: this.#regionOf(declared, match) }
  }

  #regionOf(declared: Declared, match: KindMatch | undefined): string | undefined {
    if (declared.isRegional !== true || match?.name === undefined || match.kind.region !== undefined)
      return undefined
    return this.#regionIn(match)?.region ?? this.scope.primaryRegion ?? undefined
  }

  /** The name without the region that is in it. */
  #regionIn({ name = '', isFolder }: KindMatch): RegionalName | undefined {
    const { regions } = this.scope
    return isFolder ? regionInPath(name, regions) : regionAtEnd(name, regions)
  }

  #sourceAt(path: string): string | undefined {
    for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
      const source = this.#sourceOf.get(path.slice(0, end + 1))
      if (source !== undefined) return source
    }
    return undefined
  }

  #declaredAt(path: string): Declared | undefined {
    const source = this.#sourceAt(path)
    return source === undefined ? undefined : this.#declared.get(source)
  }
}

/** Says whether two versions were asked for the same. */
export function isAskedAlike(a: Asked, b: Asked): boolean {
  return canonicalJson(a.scope as unknown as Json) === canonicalJson(b.scope as unknown as Json)
}

/** Says whether the paths of two versions name regions otherwise, since their primary ones are not the same. */
export function areNamedApart({ scope: a }: Asked, { scope: b }: Asked): boolean {
  return a.primaryRegion !== null && b.primaryRegion !== null && a.primaryRegion !== b.primaryRegion
}

function matchIn({ kinds }: Declared, path: string): KindMatch | undefined {
  const patterns = patternsOf(kinds)
  // Nothing is below a document: what would be is asked about as the document itself.
  const named = path.replace(/\/$/, '')
  for (const pattern of patterns) {
    const { document, content, folder, isFolder } = pattern
    const match = isFolder
      ? content?.exec(path)
      : (document.exec(named) ?? content?.exec(named) ?? folder?.exec(named))
    const [start, end] = match?.indices?.[1] ?? []
    if (start !== undefined && end !== undefined) return { ...pattern, name: path.slice(start, end), start }
  }
  const above = path.endsWith('/') ? patterns.find(({ kind }) => kind.path.startsWith(path)) : undefined
  return above === undefined ? undefined : { ...above, name: undefined, start: 0 }
}

function isFoundAlike(a: DeclaredKind, b: DeclaredKind): boolean {
  return a.list === b.list && a.told === b.told
}

const known = new WeakMap<readonly DeclaredKind[], readonly KindPattern[]>()

function patternsOf(kinds: readonly DeclaredKind[]): readonly KindPattern[] {
  let patterns = known.get(kinds)
  if (patterns === undefined) {
    patterns = kinds.map(patternOf)
    known.set(kinds, patterns)
  }
  return patterns
}

function patternOf(kind: DeclaredKind): KindPattern {
  const { path, contentPath } = kind
  const isFolder = contentPath?.endsWith('/') === true
  const content = contentPath === undefined ? undefined : kindPath(contentPath.replace(/\/$/, ''))
  const folder = path.includes('*/') ? kindPath(path.slice(0, path.lastIndexOf('/'))) : undefined
  return { kind, document: kindPath(path), content, folder, isFolder }
}

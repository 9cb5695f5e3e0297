import { readableJson, type JsonObject } from '../../model/canonical-json.ts'
import { comparePaths } from '../../model/paths.ts'
import type { Sink } from '../source.ts'
import { ApiClient } from './api-client.ts'
import { AwsError } from './aws-error.ts'
import type { Api, Rate, Resource, Service } from './declaration.ts'
import { textAt } from '../../model/json-place.ts'
import { normaliser } from './normal-document.ts'
import { isNotOffered, notOfferedIn } from './not-offered.ts'
import type { RateLimit } from './rate-limit.ts'
import { Reader, type Listed, type RefusedPart } from './reader.ts'
import { namePaths, pathOf, type NamedPath } from './resource-path.ts'
import type { ServiceSourceOptions } from './service-source.ts'

/** A region that a service is asked in. */
export interface Place {
  readonly region: string
  /** What follows the names of things that are there. */
  readonly suffix: string
  readonly resources: readonly Resource[]
  /** What follows the names of things in the other regions that are asked. */
  readonly otherSuffixes: readonly string[]
}

/** What the captures of one service in all regions share. */
export interface Surroundings {
  readonly sink: Sink
  readonly signal: AbortSignal
  /** Resolves when the other sources have offered everything; to true if nothing of them was left out. */
  readonly others: Promise<boolean>
  /** The places that are already told to be unknown. */
  readonly told: Set<string>
}

/** One capture of a service in one region. */
export class RegionCapture {
  readonly #service: Service
  readonly #options: ServiceSourceOptions
  readonly #place: Place
  readonly #surroundings: Surroundings
  readonly #clients = new Map<Api, ApiClient>()
  readonly #limits = new Map<Rate, RateLimit>()
  readonly #lists = new Map<Resource, Promise<Listed[]>>()
  readonly #reader: Reader
  #read = 0

  constructor(service: Service, options: ServiceSourceOptions, place: Place, surroundings: Surroundings) {
    this.#service = service
    this.#options = options
    this.#place = place
    this.#surroundings = surroundings
    this.#reader = new Reader(service.api, (api, operation, input) => this.#client(api).ask(operation, input))
  }

  async run(): Promise<void> {
    const { sink } = this.#surroundings
    sink.status('listing')
    const wanted = this.#place.resources.filter(({ path, contentPath }) =>
      this.#isWanted(folderOf(path), contentPath && folderOf(contentPath)),
    )
    const [used, all] = partition(wanted, ({ onlyUsed }) => onlyUsed !== undefined)
    try {
      await Promise.all(all.map((resource) => this.#captureResource(resource)))
      if (used.length > 0) await this.#captureUsed(used)
    } finally {
      await Promise.all([...this.#clients.values()].map((client) => client.close()))
    }
  }

  /** Says whether documents at a place are wanted, or the content that belongs to them. */
  #isWanted(path: string, contentPath: string | undefined): boolean {
    const { sink } = this.#surroundings
    return sink.wants(path) || (contentPath !== undefined && sink.wants(contentPath))
  }

  /** One after the other, for what the first ones name is used too. */
  async #captureUsed(resources: readonly Resource[]): Promise<void> {
    const { sink, others } = this.#surroundings
    const isComplete = (await others) || this.#options.references.isAll
    for (const resource of resources) {
      const paths = await this.#captureResource(resource)
      if (isComplete) continue
      sink.notCovered({
        path: folderOf(resource.path),
        reason: 'only what the captured services use, and not all were captured',
        except: paths,
      })
    }
  }

  /** Resolves to the paths of its documents. */
  async #captureResource(resource: Resource): Promise<string[]> {
    let listed: Listed[]
    try {
      listed = await this.#list(resource)
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      this.#notListed(resource, error)
      return []
    }
    const paths = namePaths(resource, listed, this.#place.suffix)
    await Promise.all(listed.map((one, i) => this.#captureOne(resource, one, paths[i])))
    return paths.map(({ path }) => path)
  }

  async #captureOne(
    resource: Resource,
    { item, around }: Listed,
    place: NamedPath | undefined,
  ): Promise<void> {
    const { sink, signal } = this.#surroundings
    if (place === undefined) return
    if (
      !this.#isWanted(
        place.path,
        resource.contentPath?.replace('*', () => place.name),
      )
    )
      return
    const kept = resource.keep === undefined ? item : pick(item, resource.keep)
    const read = await this.#reader.read(kept, resource.details, around)
    // It was deleted since it was listed.
    if (read === undefined) return
    sink.listed({ path: place.path, ...resource.expects?.({ ...item, ...read.item }) })
    if (sink.wants(place.path)) {
      const normalise = normaliser(resource, this.#options.markAt(place.path))
      await this.#document(place.path, normalise(read.item), read.unknown)
      for (const { member, error } of read.notOffered)
        this.#notOffered(`${pathOf(resource.path, `*${this.#place.suffix}`)}#/${member}`, error)
    }
    await resource.content?.({
      item: read.item,
      name: place.name,
      region: this.#place.region,
      sink,
      signal,
      markAt: this.#options.markAt,
      tableData: this.#options.tableData,
      ask: (operation, input, api = this.#service.api) => this.#client(api).ask(operation, input),
      unknown: (path, error) => this.#unknown(path, error),
    })
    sink.status(`${++this.#read} read`)
  }

  async #document(path: string, document: JsonObject, unknown: readonly RefusedPart[]): Promise<void> {
    const { sink } = this.#surroundings
    for (const { error } of unknown) this.#problem(path, error)
    const members = [...new Set(unknown.map(({ member }) => (member === '' ? '$unknown' : member)))]
    const text = readableJson(document)
    this.#options.references.note(text)
    await sink.document({
      path,
      type: 'config',
      bytes: Buffer.from(text),
      meta: members.length > 0 ? { unknown: members.sort(comparePaths) } : {},
    })
  }

  /** The things of a resource that count, each with those it belongs to. Listed once, whoever needs them. */
  #list(resource: Resource): Promise<Listed[]> {
    let listed = this.#lists.get(resource)
    if (listed === undefined) {
      listed = this.#listNow(resource)
      this.#lists.set(resource, listed)
    }
    return listed
  }

  async #listNow(resource: Resource): Promise<Listed[]> {
    const { list, of, where, onlyUsed } = resource
    const owners = of === undefined ? [] : await this.#list(of)
    const lists =
      of === undefined
        ? [await this.#reader.list(list)]
        : await Promise.all(owners.map((owner) => this.#listOf(resource, owner)))
    return lists
      .flat()
      .filter(({ item, around }) => where?.(item, ...around) ?? true)
      .filter(({ item }) => onlyUsed === undefined || this.#options.references.has(textAt(onlyUsed, item)))
  }

  /** What belongs to one thing; when that cannot be told, the others still count. */
  async #listOf(resource: Resource, { item, around }: Listed): Promise<Listed[]> {
    try {
      return await this.#reader.list(resource.list, [item, ...around])
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      this.#notListed(resource, error)
      return []
    }
  }

  /** Tells why nothing is known of a resource: its list was refused. */
  #notListed(resource: Resource, error: AwsError): void {
    if (!isNotOffered(error)) {
      for (const place of placesOf(resource)) this.#unknown(place, error)
      return
    }
    const { suffix, otherSuffixes } = this.#place
    const { path, contentPath = path } = resource
    for (const pattern of new Set([path, contentPath])) {
      const isFolder = suffix === '' && pattern.includes('*')
      const except = isFolder ? otherSuffixes.map((other) => globOf(pattern, other)) : []
      this.#notOffered(isFolder ? folderOf(pattern) : globOf(pattern, suffix), error, except)
    }
  }

  /** Tells that the region has no call for what would be at a place. */
  #notOffered(path: string, error: AwsError, except: readonly string[] = []): void {
    const { sink, told } = this.#surroundings
    if (told.has(path) || !sink.wants(folderOf(path))) return
    told.add(path)
    const reason = notOfferedIn(this.#place.region, error)
    sink.notCovered({ path, reason, ...(except.length === 0 ? {} : { except }) })
  }

  /** Tells that nothing is known of a place: a folder, or what would be at a path. */
  #unknown(path: string, error: AwsError): void {
    const { sink, told } = this.#surroundings
    if (!sink.wants(path)) return
    if (!told.has(path)) {
      told.add(path)
      sink.bare({
        path,
        type: 'unknown',
        size: 0,
        meta: { operation: error.operation, code: error.code },
      })
    }
    this.#problem(path, error)
  }

  #problem(path: string, { operation, code, message }: AwsError): void {
    const { region, suffix } = this.#place
    const where = suffix === '' ? '' : ` (${region})`
    this.#surroundings.sink.problem({ path, operation, code, message: `${message}${where}` })
  }

  #client(api: Api): ApiClient {
    let client = this.#clients.get(api)
    if (client === undefined) {
      const { sink, signal } = this.#surroundings
      const { session } = this.#options
      const onRequest = (operation: string) => sink.request(operation)
      client = new ApiClient(api, this.#place.region, { session, onRequest, signal }, this.#limits)
      this.#clients.set(api, client)
    }
    return client
  }
}

/** Where a resource's documents and contents are: folders, or the path of the only one. */
function placesOf({ path, contentPath }: Resource): string[] {
  const place = path.includes('*') ? folderOf(path) : path
  return contentPath === undefined ? [place] : [...new Set([place, folderOf(contentPath)])]
}

/** A glob of what a resource has in the region of a suffix. Names may have slashes. */
function globOf(path: string, suffix: string): string {
  const glob = pathOf(path, path.includes('*') ? `**/*${suffix}` : suffix)
  return glob.endsWith('/') ? `${glob}**` : glob
}

/** The part of a resource's path that all its documents have in common. */
function folderOf(path: string): string {
  const star = path.indexOf('*')
  const fixed = star === -1 ? path : path.slice(0, star)
  return fixed.slice(0, fixed.lastIndexOf('/') + 1)
}

function pick(item: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)))
}

function partition<T>(items: readonly T[], belongs: (item: T) => boolean): [T[], T[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))]
}

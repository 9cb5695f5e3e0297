import { readableJson, type JsonObject } from '../../model/canonical-json.ts'
import { withNumbers } from '../../model/exact-numbers.ts'
import { textAt } from '../../model/json-place.ts'
import { folderOf, pathOf } from '../../model/kind-path.ts'
import { comparePaths } from '../../model/paths.ts'
import { codeOf } from '../../runtime/errors.ts'
import type { ItemRegion, Resource, Service } from '../../services/declaration/declaration.ts'
import { AwsError } from './aws-error.ts'
import { readContent } from './content/content.ts'
import type { ContentContext } from './content-context.ts'
import { contentOf, unreadPlaces } from './kind-places.ts'
import { normaliser } from './normal-document.ts'
import { plainMembers } from './plain-json.ts'
import type { ListedItem, RefusedPart } from './reader.ts'
import { RegionClients } from './region-clients.ts'
import { RegionGaps } from './region-gaps.ts'
import { RegionLists } from './region-lists.ts'
import type { CaptureScope, RegionScope } from './region-scope.ts'
import { namePaths, type NamedPath } from './resource-path.ts'
import { RevisedLists } from './revised-lists.ts'
import type { ServiceOptions } from './service-options.ts'

/** One capture of a service in one region. */
export class RegionCapture {
  readonly #service: Service
  readonly #options: ServiceOptions
  readonly #scope: RegionScope
  readonly #capture: CaptureScope
  readonly #clients = new Map<string, RegionClients>()
  readonly #lists: RegionLists
  readonly gaps: RegionGaps
  readonly revised: RevisedLists
  #found = 0
  #read = 0

  constructor(service: Service, options: ServiceOptions, scope: RegionScope, capture: CaptureScope) {
    this.#service = service
    this.#options = options
    this.#scope = scope
    this.#capture = capture
    this.gaps = new RegionGaps(service, scope, capture)
    this.revised = new RevisedLists(service, options, scope, capture, this.gaps)
    const { reader } = this.#clientsIn(scope.region)
    this.#lists = new RegionLists(service, options.references, scope, capture, reader, this.gaps)
  }

  /** Says whether a list of a resource could be read here. */
  hasListed(resource: Resource): boolean {
    return this.#lists.has(resource)
  }

  async run(): Promise<void> {
    const { sink } = this.#capture
    sink.status('listing')
    const wanted = this.#scope.resources.filter(({ path, contentPath }) =>
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
    const { sink } = this.#capture
    return sink.wants(path) || (contentPath !== undefined && sink.wants(contentPath))
  }

  /** One after the other, for what the first ones name is used too. */
  async #captureUsed(resources: readonly Resource[]): Promise<void> {
    const { sink, others } = this.#capture
    const isComplete = (await others) || this.#options.references.isAll
    for (const resource of resources) {
      const paths = await this.#captureResource(resource)
      if (isComplete || this.gaps.isDenied(resource)) continue
      sink.notCovered({
        path: folderOf(resource.path),
        reason: 'only what the captured services use, and not all were captured',
        except: paths,
      })
    }
  }

  /** Resolves to the paths of its documents. */
  async #captureResource(resource: Resource): Promise<string[]> {
    let listed: ListedItem[]
    try {
      listed = await this.#lists.of(resource)
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      this.gaps.addRefused(resource, error)
      return []
    }
    for (const { error } of listed)
      if (error !== undefined)
        for (const place of unreadPlaces(resource, this.#scope.suffix)) this.gaps.addUnknown(place, error)
    const things = listed.filter(({ error }) => error === undefined)
    const paths = namePaths(resource, things, this.#scope.suffix, this.#scope.regions)
    this.revised.note(resource, things, paths)
    this.#found += things.length
    const waiting = things.entries()
    const lane = async () => {
      for (const [i, one] of waiting) await this.#captureOrTell(resource, one, paths[i])
    }
    await Promise.all(Array.from({ length: resource.atOnce ?? AT_ONCE }, lane))
    return paths.map(({ path }) => path)
  }

  /** An item whose answers are malformed in an unforeseen way is unknown, and the others are not. */
  async #captureOrTell(resource: Resource, thing: ListedItem, place: NamedPath | undefined): Promise<void> {
    try {
      await this.#captureOne(resource, thing, place)
    } catch (error) {
      this.#capture.signal.throwIfAborted()
      const isOdd = error instanceof TypeError || error instanceof RangeError
      if (!isOdd || place === undefined || codeOf(error) !== undefined) throw error
      const operation = `${this.#service.name}:capture`
      const message = 'the answers about it do not have the form that AWS returns'
      const odd = new AwsError(operation, 200, error instanceof RangeError ? 'TooDeep' : 'OddAnswer', message)
      const content = contentOf(resource, place)
      for (const path of content === undefined ? [place.path] : [place.path, content])
        this.gaps.addUnknown(path, odd)
    }
  }

  async #captureOne(resource: Resource, listed: ListedItem, place: NamedPath | undefined): Promise<void> {
    if (place === undefined) return
    if (this.#isWanted(place.path, contentOf(resource, place))) {
      const read = () => this.#readItem(resource, listed, place)
      await (this.#options.captureItem === undefined ? read() : this.#options.captureItem(place.name, read))
    }
    this.#capture.sink.status(`${++this.#read} of ${this.#found} read`)
  }

  /** Offers an item's document, and what is declared besides; undefined when it was deleted since it was listed. */
  async #readItem(
    resource: Resource,
    { item, parents }: ListedItem,
    place: NamedPath,
  ): Promise<ContentContext | undefined> {
    const { sink, signal } = this.#capture
    const { details, contentDetails, content, leftOut, itemRegion } = resource
    const isWanted = sink.wants(place.path)
    const region = await this.#regionOf(item, itemRegion)
    const clients = this.#clientsIn(region)
    const kept = resource.keep === undefined ? item : pick(item, resource.keep)
    const read = await clients.reader.read(
      itemRegion === undefined ? kept : { ...kept, [itemRegion.member]: region },
      isWanted || details === undefined || contentDetails === undefined
        ? details
        : pick(details, contentDetails),
      parents,
    )
    if (read === undefined) return undefined
    sink.listed({ path: place.path, ...resource.expects?.({ ...item, ...read.item }) })
    if (isWanted) {
      const normalise = normaliser(resource, this.#options.markAt(place.path))
      await this.#document(place.path, normalise(read.item), read.unknown)
      const kind = itemRegion === undefined ? pathOf(resource.path, `*${this.#scope.suffix}`) : place.path
      for (const { member, error } of read.notOffered)
        this.gaps.addNotOffered(`${kind}#/${member}`, error, region)
    }
    const found: ContentContext = {
      item: read.item,
      name: place.name,
      region,
      contentPath: contentOf(resource, place) ?? '',
      sink,
      signal,
      markAt: this.#options.markAt,
      tableData: this.#options.tableData,
      ask: (operation, input, api = this.#service.api) => clients.of(api).ask(operation, input),
      unknown: (path, error) => this.gaps.addUnknown(path, error),
    }
    if (leftOut !== undefined) sink.notCovered({ ...leftOut, path: pathOf(leftOut.path, place.name) })
    if (content !== undefined) await readContent(content, found)
    return found
  }

  /** The region that an item is in; where nothing says it, the one in which it was listed. */
  async #regionOf(item: JsonObject, itemRegion: ItemRegion | undefined): Promise<string> {
    const { region } = this.#scope
    if (itemRegion === undefined) return region
    const { member, calls } = itemRegion
    const listed = textAt(member, item)
    if (listed !== '') return listed
    for (const { api = this.#service.api, operation, input, select } of calls) {
      try {
        const answer = await this.#clientsIn(region)
          .of(api)
          .ask(operation, input?.(item) ?? {})
        return (select === undefined ? '' : textAt(select, plainMembers(answer))) || region
      } catch (error) {
        if (!(error instanceof AwsError)) throw error
        if (error.region !== undefined) return error.region
      }
    }
    return region
  }

  async #document(path: string, document: JsonObject, unknown: readonly RefusedPart[]): Promise<void> {
    const { sink } = this.#capture
    for (const { error } of unknown) this.gaps.addProblem(path, error)
    const members = [...new Set(unknown.map(({ member }) => (member === '' ? '$unknown' : member)))]
    const text = withNumbers(readableJson(document))
    this.#options.references.note(text)
    await sink.document({
      path,
      type: 'config',
      bytes: Buffer.from(text),
      meta: members.length > 0 ? { unknown: members.sort(comparePaths) } : {},
    })
  }

  #clientsIn(region: string): RegionClients {
    let clients = this.#clients.get(region)
    if (clients === undefined) {
      const { sink, signal } = this.#capture
      const { session } = this.#options
      const onRequest = (operation: string) => sink.request(operation)
      const onUnmodelled = (operation: string, places: readonly string[]) => {
        for (const place of places) this.#capture.unmodelled.add(`${operation} ${place}`)
      }
      const caller = { session, onRequest, onUnmodelled, signal }
      clients = new RegionClients(this.#service.api, region, caller)
      this.#clients.set(region, clients)
    }
    return clients
  }
}

/** Items of one list that are read at once: more would only wait in memory, for calls have rates. */
const AT_ONCE = 256

function pick<T>(item: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)))
}

function partition<T>(items: readonly T[], belongs: (item: T) => boolean): [T[], T[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))]
}

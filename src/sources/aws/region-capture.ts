import { readableJson, type JsonObject } from '../../model/canonical-json.ts'
import { withNumbers } from '../../model/exact-numbers.ts'
import { folderOf, pathOf } from '../../model/kind-path.ts'
import { codeOf } from '../../runtime/errors.ts'
import { isGlob } from '../../runtime/glob.ts'
import type { Problem } from '../../model/commit.ts'
import { comparePaths } from '../../model/paths.ts'
import type { MarkAt } from '../mark.ts'
import type { Sink } from '../source.ts'
import { AwsError } from './aws-error.ts'
import type { Account, ItemRegion, Resource, Service } from '../../services/declaration/declaration.ts'
import { textAt } from '../../model/json-place.ts'
import { normaliser } from './normal-document.ts'
import { deniedReason, isDenied } from './denied.ts'
import type { ContentContext, TableData } from './content-context.ts'
import { actionsOf } from './iam-actions.ts'
import type { IamReferences } from './iam-references.ts'
import { isNotOffered, notOfferedIn, UNKNOWN_ACCOUNT } from './not-offered.ts'
import { readContent } from './content/content.ts'
import { plainMembers } from './plain-json.ts'
import type { ListedItem, RefusedPart } from './reader.ts'
import { RegionClients } from './region-clients.ts'
import { contentOf, gapsOf, isHere, kindPlaces, unreadPlaces, type RegionScope } from './kind-places.ts'
import { namePaths, type NamedPath } from './resource-path.ts'
import type { AwsSession } from './session.ts'

/** What the source of a service is made with. */
export interface ServiceSourceOptions {
  readonly session: AwsSession
  readonly markAt: MarkAt
  /** What the documents of all services name. */
  readonly references: IamReferences
  readonly tableData: TableData
  /** Says of a service whether the configuration names items of it. */
  readonly isNamed?: (service: string) => boolean
  /**
   * Captures an item, in the order of the list: `read` reads it and offers its document, and resolves to what it takes to
   * read more of it, or to undefined when it is gone. Not given where its declaration says all there is to it.
   */
  readonly captureItem?: CaptureItem
}

/** Captures one item by its name; see `ServiceSourceOptions`. */
export type CaptureItem = (name: string, read: () => Promise<ContentContext | undefined>) => Promise<unknown>

/** What the captures of one service in all regions share. */
export interface CaptureScope {
  readonly sink: Sink
  readonly signal: AbortSignal
  /** Resolves when the other sources have offered everything; to true if nothing of them was left out. */
  readonly others: Promise<boolean>
  /** Undefined where it is unknown. */
  readonly account: Account | undefined
  /** The places that are already reported as unknown. */
  readonly reportedUnknown: Set<string>
  /** Members of answers that the SDK does not know, as `lambda:GetFunction Configuration.NewMember`. */
  readonly unmodelled: Set<string>
}

/** One capture of a service in one region. */
export class RegionCapture {
  readonly #service: Service
  readonly #options: ServiceSourceOptions
  readonly #scope: RegionScope
  readonly #capture: CaptureScope
  readonly #clients = new Map<string, RegionClients>()
  readonly #lists = new Map<Resource, Promise<ListedItem[]>>()
  /** Why lists of a resource were denied. */
  readonly #denied = new Map<Resource, AwsError>()
  /** Those of which a list could be read. */
  readonly #listed = new Set<Resource>()
  #found = 0
  #read = 0

  constructor(service: Service, options: ServiceSourceOptions, scope: RegionScope, capture: CaptureScope) {
    this.#service = service
    this.#options = options
    this.#scope = scope
    this.#capture = capture
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
      if (isComplete || this.#denied.has(resource)) continue
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
      listed = await this.#list(resource)
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      this.#notListed(resource, error)
      return []
    }
    for (const { error } of listed)
      if (error !== undefined)
        for (const place of unreadPlaces(resource, this.#scope.suffix)) this.#unknown(place, error)
    const things = listed.filter(({ error }) => error === undefined)
    const paths = namePaths(resource, things, this.#scope.suffix, this.#scope.regions)
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
        this.#unknown(path, odd)
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
      for (const { member, error } of read.notOffered) this.#notOffered(`${kind}#/${member}`, error, region)
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
      unknown: (path, error) => this.#unknown(path, error),
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
    for (const { error } of unknown) this.#problem(path, error)
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

  /** The items of a resource that count, each with those it belongs to. Listed once, whoever needs them. */
  #list(resource: Resource): Promise<ListedItem[]> {
    let listed = this.#lists.get(resource)
    if (listed === undefined) {
      listed = this.#listTwice(resource).then((things) =>
        things.filter((thing) => this.#isUsed(resource, thing)),
      )
      this.#lists.set(resource, listed)
    }
    return listed
  }

  /** What has vanished all at once is looked at again before it is believed. */
  async #listTwice(resource: Resource): Promise<ListedItem[]> {
    const listed = await this.#listNow(resource)
    if (listed.length > 0) return listed
    const { sink } = this.#capture
    const places = kindPlaces(resource, this.#scope.suffix)
    const gone = places.findIndex(({ place, pattern }) =>
      sink.had(place, (path) => isHere(pattern, path, this.#scope)),
    )
    if (gone === -1 && !places.some(({ place }) => sink.wasUnknown(place))) return listed
    const again = await this.#listNow(resource)
    if (again.length === 0 && gone !== -1) {
      const place = kindPlaces(resource, '')[gone]?.place ?? ''
      sink.note(`${place}${this.#where()}: everything that was there is gone; a second request confirmed it`)
    }
    return again
  }

  #where(): string {
    return this.#scope.suffix === '' ? '' : ` (${this.#scope.region})`
  }

  async #listNow(resource: Resource): Promise<ListedItem[]> {
    const { list, of, filter } = resource
    const owners = of === undefined ? [] : await this.#list(of)
    const lists =
      of === undefined
        ? [await this.#clientsIn(this.#scope.region).reader.list(list, this.#accountOf(resource))]
        : await Promise.all(owners.map((owner) => this.#listOf(resource, owner)))
    if (of === undefined) this.#listed.add(resource)
    return lists
      .flat()
      .map((thing) => this.#named(resource, thing))
      .filter(({ item, parents, error }) => error !== undefined || (filter?.(item, ...parents) ?? true))
  }

  /** The account as what is around a resource whose calls name it. @throws AwsError */
  #accountOf({ inAccount, list }: Resource): Account[] {
    if (inAccount !== true) return []
    const { account } = this.#capture
    if (account !== undefined) return [account]
    const { api = this.#service.api, operation } = list
    throw new AwsError(`${api.id}:${operation}`, 0, UNKNOWN_ACCOUNT, 'the account is unknown')
  }

  /** What nothing names any more has not vanished: that is not for the account to say, and may be for lack of an answer. */
  #isUsed({ onlyUsed }: Resource, { item, error }: ListedItem): boolean {
    return (
      onlyUsed === undefined || error !== undefined || this.#options.references.has(textAt(onlyUsed, item))
    )
  }

  /** An item that can be identified by what it says; of a malformed one nothing is known. */
  #named(resource: Resource, thing: ListedItem): ListedItem {
    if (thing.error !== undefined) return thing
    try {
      resource.filter?.(thing.item, ...thing.parents)
      namePaths(resource, [thing], '')
      return thing
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      const { api = this.#service.api, operation } = resource.list
      const message = 'it lists an item without the expected members'
      return { ...thing, error: new AwsError(`${api.id}:${operation}`, 200, 'OddItem', message) }
    }
  }

  /** What belongs to one item; when that is unknown, the others still count. */
  async #listOf(resource: Resource, { item, parents }: ListedItem): Promise<ListedItem[]> {
    try {
      const listed = await this.#clientsIn(this.#scope.region).reader.list(resource.list, [item, ...parents])
      this.#listed.add(resource)
      return listed
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      this.#notListed(resource, error)
      return []
    }
  }

  /** Reports why nothing is known of a resource: its list was refused. */
  #notListed(resource: Resource, error: AwsError): void {
    if (isNotOffered(error))
      for (const { path, except } of gapsOf(resource, this.#scope))
        this.#notOffered(path, error, undefined, except)
    else if (isDenied(error)) this.#denied.set(resource, this.#denied.get(resource) ?? error)
    else for (const place of unreadPlaces(resource, this.#scope.suffix)) this.#unknown(place, error)
  }

  /** The resources of which a list was denied here. */
  get denied(): Iterable<Resource> {
    return this.#denied.keys()
  }

  /** Says whether a list of a resource could be read here. */
  hasListed(resource: Resource): boolean {
    return this.#listed.has(resource)
  }

  /** Reports that lists of a resource were denied here; not covered is what is denied wholly and was not expected. */
  tellDenied(resource: Resource, isWholly: boolean): void {
    const error = this.#denied.get(resource)
    if (error === undefined) return
    const { sink } = this.#capture
    const { suffix } = this.#scope
    const isExpected = kindPlaces(resource, suffix).some(({ place, pattern }) =>
      sink.isExpected({
        place,
        sample: pathOf(pattern, `${pattern.includes('*') ? 'x' : ''}${suffix}`),
        has: (path) => isHere(pattern, path, this.#scope),
      }),
    )
    if (!isWholly || isExpected) {
      for (const unknown of unreadPlaces(resource, this.#scope.suffix)) this.#unknown(unknown, error)
      return
    }
    const denied = {
      source: this.#service.name,
      actions: actionsOf({ ...this.#service, resources: [resource] }),
    }
    const reason = deniedReason(error)
    for (const gap of gapsOf(resource, this.#scope))
      if (sink.wants(folderOf(gap.path)))
        sink.notCovered(
          { ...gap, reason, denied },
          this.#problemOf(isGlob(gap.path) ? folderOf(gap.path) : gap.path, error),
        )
  }

  /** Reports that the region has no call for what would be at a place. */
  #notOffered(path: string, error: AwsError, region = this.#scope.region, except?: readonly string[]): void {
    const { sink, reportedUnknown } = this.#capture
    if (reportedUnknown.has(path) || !sink.wants(folderOf(path))) return
    reportedUnknown.add(path)
    const reason = notOfferedIn(region, error)
    sink.notCovered({ path, reason, ...(except === undefined ? {} : { except }) })
  }

  /** Reports that nothing is known of a place: a folder, or what would be at a path. */
  #unknown(path: string, error: AwsError): void {
    const { sink, reportedUnknown } = this.#capture
    if (!sink.wants(path)) return
    if (!reportedUnknown.has(path)) {
      reportedUnknown.add(path)
      sink.bare({
        path,
        type: 'unknown',
        size: 0,
        meta: { operation: error.operation, code: error.code },
      })
    }
    this.#problem(path, error)
  }

  #problem(path: string, error: AwsError): void {
    this.#capture.sink.problem(this.#problemOf(path, error))
  }

  #problemOf(path: string, { operation, code, message }: AwsError): Problem {
    return { path, operation, code, message: `${message}${this.#where()}` }
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

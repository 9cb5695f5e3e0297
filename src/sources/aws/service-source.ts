import { canonicalJson, type JsonObject } from '../../model/canonical-json.ts'
import { comparePaths } from '../../model/paths.ts'
import type { Sink, Source } from '../source.ts'
import { ApiClient } from './api-client.ts'
import { AwsError } from './aws-error.ts'
import type { Api, Resource, Service } from './declaration.ts'
import { isObject } from './json-place.ts'
import { normaliser, type Mark } from './normal-document.ts'
import { Reader, type ReadItem } from './reader.ts'
import { namePaths } from './resource-path.ts'
import { keysOf, type AwsSession } from './session.ts'

/** Where services that have no region are asked. */
const GLOBAL_REGION = 'us-east-1'

export interface ServiceSourceOptions {
  readonly session: AwsSession
  readonly mark: Mark
}

/** What workers need to read content of a service. */
export interface ServiceContext {
  readonly credentials: ReturnType<typeof keysOf>
  readonly endpoint: string | undefined
}

/** The source of everything that a declared service has. */
export function createServiceSource(service: Service, options: ServiceSourceOptions): Source {
  const { session } = options
  return {
    name: service.name,
    prefixes: service.prefixes,
    workerContext: async (): Promise<ServiceContext> => ({
      credentials: keysOf(await session.credentials()),
      endpoint: await session.endpoint(service.api.id),
    }),
    async capture(sink, signal) {
      const regions = await session.regions()
      const unknownPlaces = new Set<string>()
      const captures = placesOf(service, regions).map(
        (place) => new RegionCapture(service, options, place, { sink, signal, unknownPlaces }),
      )
      await Promise.all(captures.map((capture) => capture.run()))
    },
  }
}

/** A region that a service is asked in. */
interface Place {
  readonly region: string
  /** What follows the names of things that are there. */
  readonly suffix: string
  readonly resources: readonly Resource[]
}

function placesOf({ scope, resources, alsoIn }: Service, regions: readonly string[]): Place[] {
  if (scope === 'global') return [{ region: GLOBAL_REGION, suffix: '', resources }]
  const everywhere = resources.filter(({ region }) => region === undefined)
  const asked = alsoIn === undefined || regions.includes(alsoIn) ? regions : [...regions, alsoIn]
  const places = asked.map((region, i) => ({
    region,
    suffix: i === 0 ? '' : `@${region}`,
    resources: everywhere,
  }))
  const single = Map.groupBy(
    resources.filter(({ region }) => region !== undefined),
    ({ region }) => region ?? '',
  )
  return [...places, ...[...single].map(([region, own]) => ({ region, suffix: '', resources: own }))]
}

interface Surroundings {
  readonly sink: Sink
  readonly signal: AbortSignal
  /** The places that are already told to be unknown. */
  readonly unknownPlaces: Set<string>
}

/** One capture of a service in one region. */
class RegionCapture {
  readonly #service: Service
  readonly #options: ServiceSourceOptions
  readonly #place: Place
  readonly #surroundings: Surroundings
  readonly #clients = new Map<Api, ApiClient>()
  readonly #lists = new Map<Resource, Promise<Listed[]>>()
  readonly #reader: Reader
  #done = 0

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
    try {
      await Promise.all(
        this.#place.resources
          .filter((resource) => sink.wants(folderOf(resource)))
          .map((resource) => this.#captureResource(resource)),
      )
    } finally {
      await Promise.all([...this.#clients.values()].map((client) => client.close()))
    }
  }

  async #captureResource(resource: Resource): Promise<void> {
    let listed: Listed[]
    try {
      listed = await this.#list(resource)
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      this.#unknown(folderOf(resource), error)
      return
    }
    const { region, suffix } = this.#place
    const paths = namePaths(resource, listed, suffix)
    const normalise = normaliser(resource, this.#options.mark)
    await Promise.all(
      listed.map(async (one, i) => {
        const place = paths[i]
        if (place === undefined || !this.#surroundings.sink.wants(place.path)) return
        const { item, around } = one
        const kept = resource.keep === undefined ? item : pick(item, resource.keep)
        const read = await this.#reader.read(kept, resource.details, around)
        if (read === undefined) return
        await this.#document(place.path, normalise(read.item), read.unknown)
        await resource.content?.({
          item: read.item,
          name: place.name,
          region,
          sink: this.#surroundings.sink,
          signal: this.#surroundings.signal,
          ask: (operation, input, api = this.#service.api) => this.#client(api).ask(operation, input),
          unknown: (path, error) => this.#unknown(path, error),
        })
        this.#surroundings.sink.status(`${++this.#done} read`)
      }),
    )
  }

  async #document(path: string, document: JsonObject, unknown: ReadItem['unknown']): Promise<void> {
    const { sink } = this.#surroundings
    for (const { error } of unknown) this.#problem(path, error)
    const members = [...new Set(unknown.map(({ member }) => (member === '' ? '$unknown' : member)))].sort(comparePaths)
    await sink.document({
      path,
      type: 'config',
      bytes: Buffer.from(canonicalJson(document)),
      meta: members.length > 0 ? { unknown: members } : {},
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
    const { list, of, where } = resource
    if (of === undefined) {
      const items = await this.#reader.list(list)
      return items.filter((item) => where?.(item) ?? true).map((item) => ({ item, around: [] }))
    }
    const owners = await this.#list(of)
    const lists = await Promise.all(
      owners.map(async ({ item: owner, around }) => {
        const outside = [owner, ...around]
        const items = await this.#reader.list(list, outside)
        return items
          .filter((item) => where?.(item, ...outside) ?? true)
          .map((item) => ({ item, around: outside }))
      }),
    )
    return lists.flat()
  }

  #unknown(path: string, error: AwsError): void {
    const { sink, unknownPlaces } = this.#surroundings
    if (path.endsWith('/') && !unknownPlaces.has(path)) {
      unknownPlaces.add(path)
      sink.bare({ path, type: 'unknown', size: 0, meta: { operation: error.operation, code: error.code } })
    }
    this.#problem(path, error)
  }

  #problem(path: string, { operation, code, message }: AwsError): void {
    this.#surroundings.sink.problem({ path, operation, code, message })
  }

  #client(api: Api): ApiClient {
    let client = this.#clients.get(api)
    if (client === undefined) {
      const { sink, signal } = this.#surroundings
      client = new ApiClient(api, this.#place.region, {
        session: this.#options.session,
        onRequest: (operation) => sink.request(operation),
        signal,
      })
      this.#clients.set(api, client)
    }
    return client
  }
}

/** A thing and those that it belongs to, the nearest first. */
export interface Listed {
  readonly item: JsonObject
  readonly around: readonly JsonObject[]
}

/** The part of a resource's path that all its documents have in common. */
function folderOf({ path }: Resource): string {
  const star = path.indexOf('*')
  const fixed = star === -1 ? path : path.slice(0, star)
  return fixed.slice(0, fixed.lastIndexOf('/') + 1)
}

function pick(item: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)))
}

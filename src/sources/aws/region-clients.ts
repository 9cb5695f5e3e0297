import type { Api, Rate } from '../../services/declaration/api.ts'
import { ApiClient, type Caller } from './api-client.ts'
import type { RateLimit } from './rate-limit.ts'
import { Reader } from './reader.ts'

/** The clients of the APIs that are asked in one region, and what it allows them together. */
export class RegionClients {
  /** Makes the calls of declarations here. */
  readonly reader: Reader
  readonly #region: string
  readonly #caller: Caller
  readonly #clients = new Map<Api, ApiClient>()
  readonly #limits = new Map<Rate, RateLimit>()

  /** `api` is asked where a call names no other. */
  constructor(api: Api, region: string, caller: Caller) {
    this.#region = region
    this.#caller = caller
    this.reader = new Reader(api, (other, operation, input, awsInput) =>
      this.of(other).read(operation, input, awsInput),
    )
  }

  of(api: Api): ApiClient {
    let client = this.#clients.get(api)
    if (client === undefined) {
      client = new ApiClient(api, this.#region, this.#caller, this.#limits)
      this.#clients.set(api, client)
    }
    return client
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.close()))
  }
}

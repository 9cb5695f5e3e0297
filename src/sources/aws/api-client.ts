import { setTimeout } from 'node:timers/promises'
import type { JsonObject } from '../../model/canonical-json.ts'
import { codeOf, messageOf } from '../../runtime/errors.ts'
import { AwsError } from './aws-error.ts'
import { clockSkew, withClockHint } from './clock-skew.ts'
import type { Api, Rate } from '../../services/declaration/api.ts'
import { lacksHost } from './missing-host.ts'
import { NO_ENDPOINT } from './not-offered.ts'
import { RateLimit } from './rate-limit.ts'
import { lookAtAnswers, rawAnswer } from './raw-answer.ts'
import { ATTEMPTS, delayAfter, isForeignAnswer, isWorthRetrying } from './request.ts'
import { clientSettings, errorCode } from './sdk-client.ts'
import type { Asking } from './asking.ts'
import { isExpired, isRefusedCredentials, refusedCredentials } from './refused-credentials.ts'
import { wholeAnswer } from './whole-answer.ts'

/** What an SDK package exports, as far as it matters here. */
type Sdk = Readonly<Record<string, new (input: object) => unknown>>
interface SdkClient {
  send(command: unknown, options: { readonly abortSignal: AbortSignal }): Promise<object>
  destroy(): void
}

/** Calls under way at once, of one API in one region. */
const AT_ONCE = 24
/** An endpoint that answers with a page instead of an error is asked this often before it is assumed not to know the call. */
const FOREIGN_ATTEMPTS = 4
/** With this many calls answered like that, and none in any other way, it is assumed not to know the API at all. */
const FOREIGN_CALLS = 3
/** A host whose name is not known is asked this often before it is assumed not to exist. */
const HOST_ATTEMPTS = 2
/** What services call a refusal for being too fast. */
const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|^Http429$/

/** Who asks, and who is notified of it. */
export interface Caller {
  readonly session: Asking
  /** Called for each request sent, with `lambda:GetFunction`. */
  readonly onRequest: (operation: string) => void
  /** Called for the places in an answer at which there is something that the SDK does not know. */
  readonly onUnmodelled?: (operation: string, places: readonly string[]) => void
  readonly signal: AbortSignal
  /** A request is sent so often at most, where that is less than usual. */
  readonly attempts?: number
}

/** Sends the calls of one API to one region: as fast as it allows, and again when it fails for a moment. */
export class ApiClient {
  readonly #api: Api
  readonly #region: string
  readonly #caller: Caller
  readonly #limits: Map<Rate, RateLimit>
  /** For an API of which none is known. */
  readonly #defaultRate: Rate = { perSecond: 10, burst: 20 }
  /** Calls that have been answered as AWS answers. */
  readonly #answered = new Set<string>()
  /** Calls that the endpoint does not know. */
  readonly #foreign = new Map<string, AwsError>()
  /** A call was answered in a way in which the endpoint does not answer calls that it does not know. */
  #isKnown = false
  #probe: Promise<unknown> | undefined
  readonly #waiting: (() => void)[] = []
  /** The region has no host of the API. */
  #hasNoHost = false
  #underWay = 0
  #isAws = true
  #loaded: Promise<{ sdk: Sdk; client: SdkClient }> | undefined

  /** `limits` are those of the region, which APIs may share. */
  constructor(api: Api, region: string, caller: Caller, limits = new Map<Rate, RateLimit>()) {
    this.#api = api
    this.#region = region
    this.#caller = caller
    this.#limits = limits
  }

  /** An answer with all of its members, also those that the SDK does not know. @throws AwsError, JsnapError Credentials */
  async read(operation: string, input: JsonObject, awsInput?: JsonObject): Promise<JsonObject> {
    const answer = await this.ask(operation, input, awsInput)
    const { members, unmodelled } = wholeAnswer(answer, rawAnswer(answer))
    if (unmodelled.length > 0) this.#caller.onUnmodelled?.(`${this.#api.id}:${operation}`, unmodelled)
    return members
  }

  /** The answer as the SDK gives it; AWS alone is given `awsInput` as well. @throws AwsError, JsnapError Credentials */
  async ask(operation: string, input: JsonObject, awsInput?: JsonObject): Promise<object> {
    await this.#enter()
    try {
      await (this.#loaded ??= this.#load())
      return await this.#inTurn(operation, this.#isAws ? { ...input, ...awsInput } : input)
    } finally {
      this.#leave()
    }
  }

  async close(): Promise<void> {
    const loaded = await this.#loaded?.catch(() => undefined)
    loaded?.client.destroy()
  }

  /** An endpoint that is not AWS's own may not know the API: until that is clear, it is asked one item after the other. */
  async #inTurn(operation: string, input: JsonObject): Promise<object> {
    while (!this.#isAws && !this.#isKnown) {
      if (this.#probe !== undefined) {
        await this.#probe
        continue
      }
      const [foreign] = this.#foreign.values()
      if (foreign !== undefined && this.#foreign.size >= FOREIGN_CALLS)
        throw new AwsError(`${this.#api.id}:${operation}`, foreign.status, foreign.code, foreign.message)
      const answer = this.#askUntilAnswered(operation, input)
      const end = () => (this.#probe = undefined)
      this.#probe = answer.then(end, end)
      return answer
    }
    return this.#askUntilAnswered(operation, input)
  }

  async #askUntilAnswered(operation: string, input: JsonObject): Promise<object> {
    const { sdk, client } = await (this.#loaded ??= this.#load())
    const Command = sdk[`${operation}Command`]
    if (Command === undefined) throw new Error(`${this.#api.id} has no ${operation}`)
    let isCorrected = false
    for (let attempt = 1; ; attempt++) {
      const foreign = this.#foreign.get(operation)
      if (foreign !== undefined) throw foreign
      if (this.#hasNoHost) throw this.#noEndpoint(operation)
      await this.#limit(operation)?.pass()
      this.#caller.signal.throwIfAborted()
      this.#caller.onRequest(`${this.#api.id}:${operation}`)
      try {
        const answer = await client.send(new Command(input), { abortSignal: this.#caller.signal })
        this.#answered.add(operation)
        this.#isKnown = true
        return answer
      } catch (cause) {
        this.#caller.signal.throwIfAborted()
        const error = this.#errorOf(operation, cause)
        const isForeign = this.#isForeign(operation, error)
        this.#isKnown ||= !isForeign
        if (
          error.code === 'ENOTFOUND' &&
          this.#isAws &&
          attempt >= HOST_ATTEMPTS &&
          this.#answered.size === 0
        ) {
          this.#hasNoHost ||= await lacksHost(cause, this.#region)
          if (this.#hasNoHost) throw this.#noEndpoint(operation)
        }
        // The SDK has seen the time of the service, and signs the next request by it.
        const skew = skewOf(error, cause, this.#caller.session.now())
        if (skew !== undefined && !isCorrected) {
          isCorrected = true
          continue
        }
        // Others are refused by regions that are not enabled; that the keys are valid is known by now.
        if (isExpired(error.code) || (this.#api.checksKeys === true && isRefusedCredentials(error.code)))
          throw refusedCredentials(error.code, cause)
        const isThrottled = THROTTLED.test(error.code)
        if (isThrottled) this.#limit(operation)?.slowDown()
        if (isForeign) {
          if (attempt >= FOREIGN_ATTEMPTS) this.#holdForeign(operation, error)
        } else if (!isThrottled && !isWorthRetrying(error)) {
          // A refusal is an answer as well.
          this.#answered.add(operation)
          throw skew === undefined ? error : hinting(error)
        }
        if (attempt >= (this.#caller.attempts ?? ATTEMPTS)) throw error
        await setTimeout(delayAfter(attempt), undefined, { signal: this.#caller.signal })
      }
    }
  }

  /** Says whether an answer is not one that AWS gives. The refusal of a HEAD has no body to decide by, and a status may be all that says that a server lacks the call. */
  #isForeign(operation: string, error: AwsError): boolean {
    const isSaid = operation.startsWith('Head') || this.#api.lacking?.includes(error.code) === true
    return !isSaid && isForeignAnswer(error)
  }

  /** An endpoint that never answers a call as AWS does does not know it. @throws AwsError if it is so */
  #holdForeign(operation: string, error: AwsError): void {
    if (this.#answered.has(operation)) return
    this.#foreign.set(operation, error)
    throw error
  }

  #noEndpoint(operation: string): AwsError {
    return new AwsError(`${this.#api.id}:${operation}`, 0, NO_ENDPOINT, 'the region has no such service')
  }

  #errorOf(operation: string, cause: unknown): AwsError {
    if (cause instanceof AwsError) return cause
    if (cause instanceof RangeError)
      return new AwsError(`${this.#api.id}:${operation}`, 200, 'TooDeep', 'the answer is nested too deeply')
    const status = (cause as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0
    const code = errorCode(cause)
    // A good answer that cannot be understood, and any that Node has an error for, was cut off on its way.
    const isBroken = status === 200 || code === codeOf(cause)
    const error = new AwsError(
      `${this.#api.id}:${operation}`,
      isBroken ? 0 : status,
      code,
      messageOf(cause).split('\n')[0] ?? '',
      regionOf(cause),
    )
    if (!this.#isForeign(operation, error)) return error
    return new AwsError(error.operation, status, code, 'the endpoint does not answer as AWS does')
  }

  #limit(operation: string): RateLimit | undefined {
    const { rates = {} } = this.#api
    if (rates === 'none') return undefined
    const rate = rates[operation] ?? rates['*'] ?? this.#defaultRate
    let limit = this.#limits.get(rate)
    if (limit === undefined) {
      limit = new RateLimit(
        this.#isAws ? rate : FOREIGN_RATE,
        this.#isAws ? SLOWEST : rate.perSecond,
        () => this.#caller.session.now(),
        (milliseconds) => setTimeout(milliseconds, undefined, { signal: this.#caller.signal }),
      )
      this.#limits.set(rate, limit)
    }
    return limit
  }

  async #load(): Promise<{ sdk: Sdk; client: SdkClient }> {
    const { session } = this.#caller
    const sdk = (await this.#api.load()) as Sdk
    const Client = sdk[this.#api.client]
    if (Client === undefined) throw new Error(`the SDK has no ${this.#api.client}`)
    const endpoint = await session.endpoint(this.#api.sdkId)
    this.#isAws = endpoint === undefined
    const client = new Client({
      ...clientSettings(session, this.#region),
      ...(endpoint === undefined ? {} : { endpoint, disableHostPrefix: true }),
      // SQS would go to the host in a queue's URL, and print that it does.
      useQueueUrlAsEndpoint: false,
      // On another server than S3's own, a bucket has no host of its own.
      forcePathStyle: endpoint !== undefined,
      // Answers decide here what is sent again.
      maxAttempts: 1,
    }) as SdkClient
    lookAtAnswers(client, this.#api.id, () => session.now())
    return { sdk, client }
  }

  async #enter(): Promise<void> {
    if (this.#underWay >= (this.#api.atOnce ?? AT_ONCE))
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#underWay++
  }

  #leave(): void {
    const next = this.#waiting.shift()
    // Its place goes to the next one.
    if (next === undefined) this.#underWay--
    else next()
  }
}

/** The region that a refusal names for the bucket that was asked for. */
function regionOf(cause: unknown): string | undefined {
  const { $response, Region } = cause as {
    readonly $response?: { readonly headers?: Readonly<Record<string, string>> }
    readonly Region?: unknown
  }
  return $response?.headers?.['x-amz-bucket-region'] ?? (typeof Region === 'string' ? Region : undefined)
}

function skewOf({ code, message }: AwsError, cause: unknown, now: number): number | undefined {
  const { headers } = (cause as { $response?: { headers?: Record<string, string> } }).$response ?? {}
  return clockSkew({ code, message, date: headers?.['date'] }, now)
}

function hinting({ operation, status, code, message }: AwsError): AwsError {
  return new AwsError(operation, status, code, withClockHint(message))
}

/** An endpoint that is not AWS's own has other limits; it is slowed down to those of AWS when it refuses. */
const FOREIGN_RATE = { perSecond: 500, burst: 500 }
const SLOWEST = 0.5

import { setTimeout } from 'node:timers/promises'
import type { Agent, Dispatcher } from 'undici'
import type { JsonObject } from '../../model/canonical-json.ts'
import { codeOf, messageOf } from '../../runtime/errors.ts'
import { jsonAnswer } from './json-answer.ts'
import { AwsError } from './aws-error.ts'
import { clockSkew, isAboutClock, withClockHint } from './clock-skew.ts'
import { collectAnswer, LARGEST_ANSWER, LARGEST_ERROR } from './collect-answer.ts'
import { withQuietBody } from './quiet-body.ts'
import { sign, type Credentials } from './sigv4.ts'
import { elementText } from './xml-text.ts'

/** Where a request goes. */
export interface Destination {
  /** As `https://shop.s3.us-east-1.amazonaws.com`. */
  readonly origin: string
  readonly region: string
  readonly service: string
}

/** A signed request to an API of AWS. */
export interface AwsRequest {
  /** As `s3:GetObject`. */
  readonly operation: string
  readonly destination: Destination
  /** Encoded. */
  readonly path: string
  /** Encoded and sorted. */
  readonly query: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent by POST; without one it is a GET. */
  readonly body?: string
}

/** What sending needs to know besides the request. */
export interface Sender {
  readonly credentials: Credentials
  /** Called before each attempt. */
  readonly count: (operation: string) => void
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly signal?: AbortSignal | undefined
}

/** The response to a request. */
export type AwsResponse = Pick<Dispatcher.ResponseData, 'statusCode' | 'headers' | 'body'>

/** A request is sent at most this often. */
export const ATTEMPTS = 8
const FOREIGN_ATTEMPTS = 2
const BASE_DELAY_MS = 50
const MAX_DELAY_MS = 5000

let agent: Promise<Agent> | undefined

/** The connections, which all requests of a thread share. Loaded on first use: a commit of local files needs none. */
function connections(): Promise<Agent> {
  return (agent ??= import('undici').then(
    (undici) =>
      new undici.Agent({
        connections: 128,
        connect: { timeout: 10_000 },
        headersTimeout: 60_000,
        bodyTimeout: 60_000,
      }),
  ))
}

/** How far this machine's clock is behind AWS's, in this thread; learned from a refusal. */
let clockOffsetMs = 0

/**
 * Sends a request until it is answered: throttling, errors of the server and broken connections are tried again, a
 * little later each time.
 * @throws AwsError
 */
export async function send(request: AwsRequest, sender: Sender): Promise<AwsResponse> {
  let isCorrected = false
  for (let attempt = 1; ; attempt++) {
    sender.signal?.throwIfAborted()
    const offset = clockOffsetMs
    const error = await trySend(request, sender)
    if (!(error instanceof AwsError)) return error
    if (clockOffsetMs !== offset && !isCorrected) {
      isCorrected = true
      continue
    }
    if (attempt >= attemptsFor(error) || !isWorthRetrying(error)) throw error
    await pause(attempt, sender.signal)
  }
}

/** The whole body that a request is answered with, of at most this many bytes; one that is cut off is asked for again. @throws AwsError */
export async function sendForBytes(
  request: AwsRequest,
  sender: Sender,
  largest = LARGEST_ANSWER,
): Promise<Buffer> {
  const { operation } = request
  for (let attempt = 1; ; attempt++) {
    const { body } = await send(request, sender)
    try {
      return await collectAnswer(body, operation, { largest, now: sender.now })
    } catch (error) {
      sender.signal?.throwIfAborted()
      if (error instanceof AwsError) throw error
      if (attempt >= ATTEMPTS) throw brokenConnection(operation, error)
      await pause(attempt, sender.signal)
    }
  }
}

/** The JSON object that a request is answered with. @throws AwsError */
export async function sendForJson(
  request: AwsRequest,
  sender: Sender,
  largest?: number,
): Promise<JsonObject> {
  const bytes = await sendForBytes(request, sender, largest)
  return jsonAnswer(bytes, request.operation)
}

/** Milliseconds to wait before another attempt: more each time, and at random so that many do not come back at once. */
export function delayAfter(attempt: number): number {
  return Math.random() * Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** attempt)
}

/** Waits before another attempt. */
export async function pause(attempt: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(delayAfter(attempt), undefined, signal === undefined ? {} : { signal })
}

/** A server that answers with a page of HTML mostly does not know the request, and will not learn it. */
function attemptsFor(error: AwsError): number {
  return isForeignAnswer(error) ? FOREIGN_ATTEMPTS : ATTEMPTS
}

/** Says whether an answer was not one that AWS gives: it had a status and no code. Those of a gateway on the way pass. */
export function isForeignAnswer({ code }: AwsError): boolean {
  return code.startsWith('Http') && !/^Http(429|502|503|504)$/.test(code)
}

async function trySend(request: AwsRequest, sender: Sender): Promise<AwsResponse | AwsError> {
  const { operation, destination, path, query, body } = request
  const signedAt = sender.now() + clockOffsetMs
  const method = body === undefined ? 'GET' : 'POST'
  const headers = sign(
    { method, host: new URL(destination.origin).host, path, query, headers: request.headers ?? {}, body },
    sender.credentials,
    destination.region,
    destination.service,
    new Date(signedAt),
  )
  sender.count(operation)
  try {
    const pool = await connections()
    const response = await pool.request({
      origin: destination.origin,
      path: query === '' ? path : `${path}?${query}`,
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      ...(sender.signal === undefined ? {} : { signal: sender.signal }),
    })
    if (response.statusCode >= 200 && response.statusCode < 300) return withQuietBody(response)
    return await refusal(operation, response, signedAt, sender)
  } catch (error) {
    sender.signal?.throwIfAborted()
    return brokenConnection(operation, error)
  }
}

/** A connection that broke, as an error that is worth trying again. */
export function brokenConnection(operation: string, error: unknown): AwsError {
  return new AwsError(operation, 0, codeOf(error) ?? 'ConnectionError', messageOf(error))
}

async function refusal(
  operation: string,
  { statusCode, headers, body }: AwsResponse,
  signedAt: number,
  sender: Sender,
): Promise<AwsError> {
  const bytes = await collectAnswer(body, operation, { largest: LARGEST_ERROR, now: sender.now })
  const text = bytes.toString()
  // Services that speak JSON name the code in a header, some with an address behind it.
  const header = oneOf(headers['x-amzn-errortype'])?.split(':')[0]
  const code =
    elementText(text, 'Code') ??
    header ??
    typeOf(text) ??
    (text === '' && statusCode >= 500 ? 'EmptyAnswer' : `Http${statusCode}`)
  const said = elementText(text, 'Message') ?? messageIn(text)
  const skew = clockSkew({ code, message: said, date: oneOf(headers['date']) }, signedAt)
  if (skew !== undefined) clockOffsetMs = signedAt + skew - sender.now()
  const isSkewed = skew !== undefined || (isAboutClock(code, said) && !MAY_BE_A_WRONG_KEY.test(code))
  const region = oneOf(headers['x-amz-bucket-region']) ?? elementText(text, 'Region')
  return new AwsError(operation, statusCode, code, isSkewed ? withClockHint(said) : said, region)
}

/** The message of an error that is reported in JSON. */
function messageIn(text: string): string {
  const [, quoted] = /"[mM]essage"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(text) ?? []
  try {
    return quoted === undefined ? '' : String(JSON.parse(quoted))
  } catch {
    return ''
  }
}

const MAY_BE_A_WRONG_KEY = /^(InvalidSignature|SignatureDoesNotMatch|AuthFailure)/

/** The type of an error that is reported in JSON, without what it is of. */
function typeOf(text: string): string | undefined {
  return /"__type"\s*:\s*"(?:[^"#]*#)?(\w+)"/.exec(text)?.[1]
}

/** A header's only value. */
export function oneOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}

const RETRIED =
  /^(SlowDown|Throttling.*|TooManyRequests.*|RequestLimitExceeded|ProvisionedThroughputExceeded.*|InternalError|InternalServerError|ServiceUnavailable|RequestTimeout)$/

/** Says whether the same request may succeed a little later. */
export function isWorthRetrying({ status, code }: Pick<AwsError, 'status' | 'code'>): boolean {
  return status === 0 || status === 429 || (status >= 500 && status !== 501) || RETRIED.test(code)
}

import { codeOf, JsnapError, messageOf } from '../../runtime/errors.ts'
import { AwsError } from './aws-error.ts'
import { checkedEndpoint, checkEndpointsOf, configuredEndpoint } from './endpoint.ts'
import { lookAtAnswers } from './raw-answer.ts'
import { profileSetting } from './profile.ts'
import { checkRegion } from './region-name.ts'
import { checkedKeys } from './checked-keys.ts'
import { endpointVariants, type EndpointVariants } from './endpoint-variants.ts'
import type { Credentials } from './sigv4.ts'

/** Who asks AWS, and where. */
export interface AwsSession {
  /** Address of a service, by its id as `s3`, when it is not AWS's own. */
  endpoint(service: string): Promise<string | undefined>
  /** Which of AWS's own addresses it has, where they are AWS's own. @throws JsnapError Usage */
  variants(): Promise<EndpointVariants>
  /** Says whether the keys are those of another S3 server, and a service would be AWS's own. */
  isForeign(service: string): Promise<boolean>
  /** Milliseconds since the epoch. */
  now(): number
  /** The primary region first. @throws JsnapError Credentials, Source where `all` is asked for and cannot be listed */
  regions(): Promise<readonly string[]>
  /** Keys that are good for some minutes at least. @throws JsnapError Credentials */
  credentials(): Promise<ExpiringCredentials>
  /** The account, or null where it is unknown; says early when credentials are missing or refused. @throws JsnapError Credentials */
  identity(): Promise<Identity>
}

/** Which account is asked, and where. */
export interface Identity {
  readonly account: string | null
  /** As `aws`, `aws-cn`; null where it is unknown. */
  readonly partition: string | null
  readonly regions: readonly string[]
}

/** Keys, and when they end if they do. */
export interface ExpiringCredentials extends Credentials {
  readonly expiration?: Date | undefined
}

/** The settings of AWS from flags, environment and configuration. */
export interface SessionOptions {
  readonly profile?: string | undefined
  readonly regions?: readonly string[] | undefined
  readonly endpointUrl?: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Keys are asked for again this long before they expire. */
const MARGIN_MS = 5 * 60_000
const LEAST_MS = 30_000

const REFUSED =
  /^(ExpiredToken.*|InvalidClientTokenId|SignatureDoesNotMatch|UnrecognizedClientException|InvalidAccessKeyId|AuthFailure|TokenRefreshRequired|InvalidToken)$/

/** A session by flags, then environment, then the shared AWS files, as the SDK's own chain has it. The SDK is loaded on first use. */
export function createSession(options: SessionOptions): AwsSession {
  const { regions, endpointUrl, env, now } = options
  const profile = options.profile ?? nonEmpty(env['AWS_PROFILE'])
  const endpoint = async (service: string) => endpointUrl ?? configuredEndpoint(service, profile, env)
  const resolveKeys = credentialSource(profile, env, now)
  let variants: Promise<EndpointVariants> | undefined
  let resolvedRegions: Promise<readonly string[]> | undefined
  let identity: Promise<Identity> | undefined
  const resolve = async () => {
    const wanted =
      regions === undefined || regions.length === 0
        ? [(await defaultRegion(profile, env)).name]
        : [...new Set(regions)]
    return wanted.includes(ALL)
      ? allRegions(session, wanted, (await defaultRegion(profile, env)).name)
      : wanted
  }
  const session: AwsSession = {
    endpoint,
    isForeign: async (service) =>
      (await endpoint('s3')) !== undefined && (await endpoint(service)) === undefined,
    variants: () => (variants ??= endpointVariants(profile, env)),
    now,
    regions: () => (resolvedRegions ??= resolve()),
    credentials: resolveKeys,
    identity: () => (identity ??= identify(session)),
  }
  return session
}

/**
 * Checks the names of regions and endpoints before anything is asked or made: those of flags and the configuration
 * always, those of the environment and the profile for the services that are to be asked, by their ids.
 * @throws JsnapError Usage
 */
export async function checkAddresses(options: SessionOptions, services: readonly string[]): Promise<void> {
  const { regions = [], endpointUrl, env } = options
  const profile = options.profile ?? nonEmpty(env['AWS_PROFILE'])
  if (endpointUrl !== undefined) checkedEndpoint(endpointUrl, '--endpoint-url')
  if (services.length > 0) checkEndpointsOf(env)
  const endpoints = await Promise.all(
    services.map(async (service) => endpointUrl ?? configuredEndpoint(service, profile, env)),
  )
  const isElsewhere = endpointUrl !== undefined || endpoints.some((endpoint) => endpoint !== undefined)
  if (services.length > 0) await endpointVariants(profile, env, isElsewhere)
  for (const name of regions) if (name !== ALL) checkRegion(name, 'region', isElsewhere)
  if (services.length === 0 || regions.some((name) => name !== ALL)) return
  const { name, from } = await defaultRegion(profile, env)
  checkRegion(name, from, isElsewhere)
}

const DEFAULT_REGION = 'us-east-1'
/** Means every region that the account has enabled. */
const ALL = 'all'

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}

/** The region where none is named, and what names it. */
async function defaultRegion(
  profile: string | undefined,
  env: SessionOptions['env'],
): Promise<{ readonly name: string; readonly from: string }> {
  for (const from of ['AWS_REGION', 'AWS_DEFAULT_REGION']) {
    const name = nonEmpty(env[from])
    if (name !== undefined) return { name, from }
  }
  const name = await profileSetting(profile, (section) => section['region'])
  return { name: name ?? DEFAULT_REGION, from: `region of the profile ${profile ?? 'default'}` }
}

/** Those that are named, or else the default one, and then all others that the account has enabled. */
async function allRegions(
  session: AwsSession,
  wanted: readonly string[],
  byDefault: string,
): Promise<string[]> {
  const named = wanted.filter((name) => name !== ALL)
  const first = named.length === 0 ? [byDefault] : named
  const { enabledRegions } = await import('./enabled-regions.ts')
  try {
    const enabled = await enabledRegions(await session.credentials(), first[0] ?? byDefault, session)
    return [...new Set([...first, ...enabled])]
  } catch (error) {
    if (error instanceof JsnapError) throw error
    const code = codeOf(error) ?? ''
    if (isRefusedCredentials(code)) throw refusedCredentials(code, error)
    throw new JsnapError('Source', `cannot list the regions of the account: ${code}: ${messageOf(error)}`, {
      hint: "allow ec2:DescribeRegions, or name the regions with '--region'",
      cause: error,
    })
  }
}

/** Has the SDK keep to itself that it found keys besides those that were asked for. */
const SILENT = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

function credentialSource(
  profile: string | undefined,
  env: SessionOptions['env'],
  now: () => number,
): () => Promise<ExpiringCredentials> {
  const own = profile === undefined ? keysOfEnvironment(env) : undefined
  if (own !== undefined)
    return () => Promise.resolve(own).then((keys) => checkedKeys(keys, 'of the environment'))
  let provider: (() => Promise<ExpiringCredentials>) | undefined
  let current: Promise<ExpiringCredentials> | undefined
  let freshUntil = Infinity
  const load = async () => {
    try {
      if (provider === undefined) {
        const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers')
        provider = fromNodeProviderChain({
          logger: SILENT,
          ...(profile === undefined ? {} : { profile }),
        })
      }
      const keys = checkedKeys(
        await provider(),
        profile === undefined ? 'that were found' : `of the profile ${profile}`,
      )
      // Keys that end sooner than the margin are all there is: they are not asked for with every request.
      if (keys.expiration !== undefined)
        freshUntil = Math.max(keys.expiration.getTime() - MARGIN_MS, now() + LEAST_MS)
      return keys
    } catch (error) {
      current = undefined
      if (error instanceof JsnapError) throw error
      throw new JsnapError('Credentials', `no AWS credentials: ${messageOf(error)}`, {
        hint: "set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run 'aws sso login'; '--only local' needs none",
        cause: error,
      })
    }
  }
  return () => {
    if (current === undefined || now() > freshUntil) {
      // Until they have come nobody else asks for them.
      freshUntil = Infinity
      current = load()
    }
    return current
  }
}

/** The keys that the environment holds, as the SDK's chain would take them first when no profile is named. */
function keysOfEnvironment(env: SessionOptions['env']): Credentials | undefined {
  const accessKeyId = nonEmpty(env['AWS_ACCESS_KEY_ID'])
  const secretAccessKey = nonEmpty(env['AWS_SECRET_ACCESS_KEY'])
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined
  const sessionToken = nonEmpty(env['AWS_SESSION_TOKEN'])
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
}

async function identify(session: AwsSession): Promise<Identity> {
  const [credentials, regions] = await Promise.all([session.credentials(), session.regions()])
  if (await session.isForeign('sts')) return { account: null, partition: null, regions }
  return { ...(await callerOf(credentials, regions[0] ?? DEFAULT_REGION, session)), regions }
}

async function callerOf(
  credentials: Credentials,
  region: string,
  session: AwsSession,
): Promise<Pick<Identity, 'account' | 'partition'>> {
  const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts')
  const endpoint = await session.endpoint('sts')
  const client = new STSClient({
    credentials: keysOf(credentials),
    region,
    ...(await session.variants()),
    ...(endpoint === undefined ? {} : { endpoint }),
  })
  lookAtAnswers(client, 'sts', () => session.now())
  try {
    const { Account = '', Arn } = await client.send(new GetCallerIdentityCommand({}))
    if (!/^\d{12}$/.test(Account)) throw noIdentity('it contains no account', undefined)
    return { account: Account, partition: Arn?.split(':')[1] ?? null }
  } catch (error) {
    if (error instanceof JsnapError) throw error
    const name = error instanceof Error ? error.name : ''
    if (REFUSED.test(name)) throw refusedCredentials(name, error)
    const code = codeOf(error)
    if (code === 'ENOTFOUND' || code === 'ECONNREFUSED' || code === 'EAI_AGAIN') {
      throw new JsnapError('Source', `cannot reach ${endpoint ?? 'AWS'}: ${messageOf(error)}`, {
        hint: 'check the network, --endpoint-url and AWS_ENDPOINT_URL',
        cause: error,
      })
    }
    const { httpStatusCode: status = 0 } =
      (error as { $metadata?: { httpStatusCode?: number } }).$metadata ?? {}
    const isGood = error instanceof AwsError ? error.status === 200 : status >= 200 && status < 300
    if (isGood && !LISTING.test(messageOf(error)))
      throw noIdentity(messageOf(error).split('\n')[0] ?? '', error)
    // Other S3 servers have no STS; what they refuse it with differs. AWS has one.
    if (endpoint !== undefined) return { account: null, partition: null }
    throw new JsnapError(
      'Source',
      `cannot determine the account: sts:GetCallerIdentity: ${name || 'Unknown'}`,
      {
        hint: 'try again later; if there is a VPC endpoint for STS, its policy must allow the call',
        cause: error,
      },
    )
  } finally {
    client.destroy()
  }
}

/** What other S3 servers do that take any request without a path for one of S3. */
const LISTING = /^the answer is <List(?:AllMyBuckets|Bucket)Result>$/

/** A proxy or a page to sign in answers everything: what is not known to be AWS is not asked for an estate. */
function noIdentity(reason: string, cause: unknown): JsnapError {
  return new JsnapError(
    'Credentials',
    `cannot determine the account: unexpected answer of sts:GetCallerIdentity: ${reason}`,
    {
      hint: 'check what answers at the endpoint; for a server with S3 and no STS, set only AWS_ENDPOINT_URL_S3',
      cause,
    },
  )
}

/** The error for keys that AWS refuses. */
export function refusedCredentials(code: string, cause: unknown): JsnapError {
  const expired = code.startsWith('Expired')
  return new JsnapError('Credentials', `AWS refuses the credentials: ${code}`, {
    hint: expired
      ? "they have expired: run 'aws sso login' or get new ones"
      : 'check AWS_PROFILE, the keys and the clock',
    cause,
  })
}

const EXPIRED = /^(ExpiredToken|TokenRefreshRequired)/

/** Says whether an error code means that the keys were good once; other refusals also come of regions that are not enabled. */
export function isExpired(code: string): boolean {
  return EXPIRED.test(code)
}

/** Says whether an error code means that the credentials themselves are invalid. */
export function isRefusedCredentials(code: string): boolean {
  return REFUSED.test(code)
}

/** Credentials as the SDK takes them. */
export function keysOf({ accessKeyId, secretAccessKey, sessionToken }: Credentials) {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
}

import { codeOf, JsnapError, messageOf } from '../../runtime/errors.ts'
import type { Asking, ExpiringCredentials } from './asking.ts'
import { checkedEndpoint, checkEndpointsOf, configuredEndpoint } from './endpoint.ts'
import { profileSetting } from './profile.ts'
import { checkRegion } from './region-name.ts'
import { checkedKeys } from './checked-keys.ts'
import { missingCredentials } from './missing-credentials.ts'
import { isRefusedCredentials, refusedCredentials } from './refused-credentials.ts'
import { endpointVariants, type EndpointVariants } from './endpoint-variants.ts'
import type { Credentials } from './sigv4.ts'

/** Who asks AWS, and where. */
export interface AwsSession extends Asking {
  /** Says whether the keys are those of another S3 server, and a service would be AWS's own. */
  isForeign(service: string): Promise<boolean>
  /** The primary region first. @throws JsnapError Credentials, Source where `all` is asked for and cannot be listed */
  regions(): Promise<readonly string[]>
  /** The account, or null where it is unknown; says early when credentials are missing or refused. @throws JsnapError Credentials */
  identity(): Promise<Identity>
}

/** Which account is asked, and where. */
export interface Identity {
  readonly account: string | null
  /** As `aws`, `aws-cn`; null where it is unknown. */
  readonly partition: string | null
  /** Who asks: the ARN of a user, or of a role with its session; null where it is unknown. */
  readonly arn: string | null
  readonly regions: readonly string[]
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
    const enabled = await enabledRegions(session, first[0] ?? byDefault)
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
      throw await missingCredentials(profile, error)
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
  const [regions] = await Promise.all([session.regions(), session.credentials()])
  if (await session.isForeign('sts')) return { account: null, partition: null, arn: null, regions }
  const { callerIdentity } = await import('./caller-identity.ts')
  return { ...(await callerIdentity(session, regions[0] ?? DEFAULT_REGION)), regions }
}

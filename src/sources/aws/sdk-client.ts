import { AwsError } from './aws-error.ts'
import { codeOf } from '../../runtime/errors.ts'
import type { Asking } from './asking.ts'
import type { Credentials } from './sigv4.ts'

/** The SDK does not notice a stall on its own. */
const STALL_MS = 60_000

/** What every client of the SDK is made with. */
export function clientSettings(session: Asking, region: string) {
  return {
    region,
    useFipsEndpoint: async () => (await session.variants()).useFipsEndpoint,
    useDualstackEndpoint: async () => (await session.variants()).useDualstackEndpoint,
    // With their expiry, or the SDK would keep them for good.
    credentials: async () => {
      const keys = await session.credentials()
      const { expiration } = keys
      return { ...keysOf(keys), ...(expiration === undefined ? {} : { expiration }) }
    },
    requestHandler: {
      connectionTimeout: 10_000,
      requestTimeout: STALL_MS,
      throwOnRequestTimeout: true,
      // Above what is ever under way, or the SDK prints a warning.
      httpAgent: { keepAlive: true, maxSockets: 256 },
      httpsAgent: { keepAlive: true, maxSockets: 256 },
    },
  }
}

/** Credentials as the SDK takes them. */
export function keysOf({ accessKeyId, secretAccessKey, sessionToken }: Credentials) {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
}

/** Names that the SDK gives to errors of which it knows nothing. */
const NAMELESS = ['Error', 'Unknown', 'UnknownError', 'SyntaxError', 'TypeError']

/** The code of an error of the SDK; `Http404` and so on when the answer was not one that AWS gives. */
export function errorCode(error: unknown): string {
  if (error instanceof AwsError) return error.code
  const name =
    error instanceof Error && typeof (error.name as unknown) === 'string' && !NAMELESS.includes(error.name)
      ? error.name
      : undefined
  if (name !== undefined) return name
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
  return codeOf(error) ?? (status === undefined ? 'Unknown' : `Http${status}`)
}

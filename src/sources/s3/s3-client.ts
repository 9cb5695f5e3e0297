import type * as S3 from '@aws-sdk/client-s3'
import { codeOf } from '../../model/errors.ts'
import { SDK_RETRIES } from '../aws/sdk-retries.ts'
import { keysOf, type AwsSession } from '../aws/session.ts'

/** The SDK's S3 client, and its commands, which are loaded with it. */
export interface S3Client {
  readonly sdk: typeof S3
  readonly client: S3.S3Client
  /** To be given along with each command. */
  readonly abort: { readonly abortSignal: AbortSignal }
}

/** The SDK tries again after a stall, which it does not notice by itself. */
const STALL_MS = 60_000

/** Loads the SDK and makes a client for one region; `onRequest` is told each request sent, by `s3:Operation`. */
export async function makeS3Client(
  session: AwsSession,
  region: string,
  onRequest: (operation: string) => void,
  abortSignal: AbortSignal,
): Promise<S3Client> {
  const sdk = await import('@aws-sdk/client-s3')
  const endpoint = await session.endpoint('s3')
  const client = new sdk.S3Client({
    region,
    // With their expiry, or the SDK would keep them for good.
    credentials: async () => {
      const keys = await session.credentials()
      const { expiration } = keys
      return { ...keysOf(keys), ...(expiration === undefined ? {} : { expiration }) }
    },
    retryStrategy: SDK_RETRIES,
    requestHandler: {
      connectionTimeout: 10_000,
      requestTimeout: STALL_MS,
      throwOnRequestTimeout: true,
      // Above what is ever under way, or the SDK prints a warning.
      httpAgent: { keepAlive: true, maxSockets: 256 },
      httpsAgent: { keepAlive: true, maxSockets: 256 },
    },
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
  })
  client.middlewareStack.add(
    (next, context) => (args) => {
      onRequest(`s3:${String(context.commandName).replace(/Command$/, '')}`)
      return next(args)
    },
    // After the retrying, so that every attempt is counted.
    { step: 'deserialize', name: 'countRequests' },
  )
  return { sdk, client, abort: { abortSignal } }
}

/** The code of an error of the SDK. */
export function errorCode(error: unknown): string {
  const name = error instanceof Error && error.name !== 'Error' ? error.name : undefined
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
  if (name === undefined || name === 'Unknown' || name === 'UnknownError' || name === 'SyntaxError') {
    if (status === 403) return 'AccessDenied'
    return codeOf(error) ?? (status === undefined ? 'Unknown' : `Http${status}`)
  }
  return name
}

/** The region of its bucket that an answer of the SDK's names, also when it is a refusal. */
export function regionOfAnswer(error: unknown): string | undefined {
  const response = (error as { $response?: { headers?: Record<string, string> } }).$response
  return response?.headers?.['x-amz-bucket-region']
}

import type * as S3 from '@aws-sdk/client-s3'
import { SDK_RETRIES } from '../aws/sdk-retries.ts'
import { lookAtAnswers } from '../aws/raw-answer.ts'
import { clientSettings } from '../aws/sdk-client.ts'
import type { AwsSession } from '../aws/session.ts'

/** The SDK's S3 client, and its commands, which are loaded with it. */
export interface S3Client {
  readonly sdk: typeof S3
  readonly client: S3.S3Client
  /** To be given along with each command. */
  readonly abort: { readonly abortSignal: AbortSignal }
}

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
    ...clientSettings(session, region),
    retryStrategy: SDK_RETRIES,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
  })
  lookAtAnswers(client, 's3', () => session.now())
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

/** The region of its bucket that an answer of the SDK's names, also when it is a refusal. */
export function regionOfAnswer(error: unknown): string | undefined {
  const response = (error as { $response?: { headers?: Record<string, string> } }).$response
  return response?.headers?.['x-amz-bucket-region']
}

import type { S3ClientConfig } from '@aws-sdk/client-s3'
import { ATTEMPTS, delayAfter } from './request.ts'

type RetryStrategy = Extract<
  NonNullable<S3ClientConfig['retryStrategy']>,
  { acquireInitialRetryToken: unknown }
>
type RetryToken = Awaited<ReturnType<RetryStrategy['acquireInitialRetryToken']>>

/**
 * Has the SDK try each request again on its own, as those are that do not go through it. Both of the SDK's strategies
 * hold what fails for one bucket against all others: at one refusal in ten, one gives up and the other crawls.
 */
export const SDK_RETRIES: RetryStrategy = {
  acquireInitialRetryToken: () => Promise.resolve(afterAttempts(0)),
  refreshRetryTokenForRetry(token, { errorType, error }) {
    const retries = token.getRetryCount() + 1
    return errorType === 'CLIENT_ERROR' || isNotImplemented(error) || retries >= ATTEMPTS
      ? Promise.reject(new Error('not to be tried again'))
      : Promise.resolve(afterAttempts(retries))
  },
  recordSuccess: () => undefined,
}

function afterAttempts(retries: number): RetryToken {
  return { getRetryCount: () => retries, getRetryDelay: () => delayAfter(retries) }
}

/** A server that does not know a request will not learn it; the SDK takes this for trouble of the server. */
function isNotImplemented(error: unknown): boolean {
  return (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata?.httpStatusCode === 501
}

import type { S3ClientConfig } from '@aws-sdk/client-s3'
import { messageOf } from '../../runtime/errors.ts'
import { isAboutClock } from './clock-skew.ts'
import { ATTEMPTS, delayAfter, isWorthRetrying } from './request.ts'
import { errorCode } from './sdk-client.ts'

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
    return errorType === 'CLIENT_ERROR' || isFinal(error, retries) || retries >= ATTEMPTS
      ? Promise.reject(new Error('not to be tried again'))
      : Promise.resolve(afterAttempts(retries))
  },
  recordSuccess: () => undefined,
}

function afterAttempts(retries: number): RetryToken {
  return { getRetryCount: () => retries, getRetryDelay: () => delayAfter(retries) }
}

/** What the retrying of the SDK goes by. */
interface SdkError {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly clockSkewCorrected?: boolean }
}

/** Says whether another attempt is in vain although the SDK would make one. */
function isFinal(error: unknown, retries: number): boolean {
  const { httpStatusCode: status = 0, clockSkewCorrected = false } = (error as SdkError).$metadata ?? {}
  // A server that does not know a request will not learn it; the SDK takes this for trouble of the server.
  if (status === 501) return true
  // Where the clock of this machine is wrong, the SDK says of every refusal that the clock was corrected by it.
  if (!clockSkewCorrected) return false
  const code = errorCode(error)
  return isAboutClock(code, messageOf(error)) ? retries > 1 : !isWorthRetrying({ status, code })
}

import { JsnapError } from '../../runtime/errors.ts'

const REFUSED =
  /^(ExpiredToken.*|InvalidClientTokenId|SignatureDoesNotMatch|UnrecognizedClientException|InvalidAccessKeyId|AuthFailure|TokenRefreshRequired|InvalidToken)$/

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

/** Says whether an error code means that the credentials themselves are no good. */
export function isRefusedCredentials(code: string): boolean {
  return REFUSED.test(code)
}

/** What services call a request that was signed at another time than theirs; some of them also a wrong signature. */
const CLOCK =
  /^(RequestTimeTooSkewed|RequestExpired|RequestInTheFuture|InvalidSignature(Exception)?|SignatureDoesNotMatch|AuthFailure)$/
const MESSAGE = /signature (has )?expired|signature not yet current|request (has )?expired|too skewed/i
/** AWS refuses what is five minutes away; a smaller difference is no reason. */
const LEAST_MS = 4 * 60_000

/** What a refusal says, and when. */
export interface Refused {
  readonly code: string
  readonly message: string
  /** The header `Date` of the answer. */
  readonly date: string | undefined
}

/**
 * How far the service's clock is ahead of the one that a request was signed by (milliseconds), where that may be why it
 * was refused; undefined where it is not.
 */
export function clockSkew({ code, message, date }: Refused, signedAt: number): number | undefined {
  if (!isAboutClock(code, message)) return undefined
  const skew = Date.parse(date ?? '') - signedAt
  return Math.abs(skew) >= LEAST_MS ? skew : undefined
}

/** Says whether a refusal may be one for the time of a request. */
export function isAboutClock(code: string, message: string): boolean {
  return CLOCK.test(code) || MESSAGE.test(message)
}

/** The message of a refusal that stays when the clock has been corrected, or cannot be. */
export function withClockHint(message: string): string {
  return `${message}${message === '' ? '' : '; '}check the clock of this machine`
}

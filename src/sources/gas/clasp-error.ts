/** Why clasp gave no answer, as it is in a problem. */
export type ClaspCode =
  'ClaspMissing' | 'ClaspUnsupported' | 'ClaspLoggedOut' | 'ClaspTimeout' | 'ClaspFailed'

/** Thrown when clasp gives no answer; the message ends with what to do about it. */
export class ClaspError extends Error {
  override readonly name = 'ClaspError'
  readonly code: ClaspCode

  constructor(code: ClaspCode, message: string) {
    super(message)
    this.code = code
  }
}

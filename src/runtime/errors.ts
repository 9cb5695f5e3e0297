/** All that can go wrong, as scripts see it in `error.code` of `--json`. */
export const ERROR_CODES = [
  'Usage',
  'Config',
  'NoStore',
  'StoreExists',
  'Locked',
  'Corrupt',
  'StoreDisk',
  'UnsupportedFormat',
  'UnknownVersion',
  'AmbiguousVersion',
  'AmbiguousName',
  'NameTaken',
  'InvalidName',
  'NoSuchPath',
  'NotReadable',
  'Credentials',
  'Identity',
  'Source',
  'TargetNotEmpty',
  'Refused',
  'Write',
  'Disk',
  'VerifyFailed',
  'Untrusted',
  'Interrupted',
] as const

/** What went wrong. */
export type ErrorCode = (typeof ERROR_CODES)[number]

/** An error that a user can act on: `message` names the offending value, `hint` says what to do about it. */
export class JsnapError extends Error {
  override readonly name = 'JsnapError'
  readonly code: ErrorCode
  readonly hint: string | undefined
  /** Where several things are wrong at once, or may be meant: each of them. */
  readonly details: readonly string[]

  constructor(
    code: ErrorCode,
    message: string,
    options: { hint?: string; details?: readonly string[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.code = code
    this.hint = options.hint
    this.details = options.details ?? []
  }
}

/** Says whether something that was thrown is an error of jsnap, with one of these codes where any are given. */
export function isJsnapError(error: unknown, ...codes: readonly ErrorCode[]): error is JsnapError {
  return error instanceof JsnapError && (codes.length === 0 || codes.includes(error.code))
}

/** What of a `JsnapError` passes from one thread to another, where its class is lost. */
export type PlainError = Pick<JsnapError, 'code' | 'message' | 'hint'>

/** The error that another thread has thrown. */
export function fromPlain({ code, message, hint }: PlainError): JsnapError {
  return new JsnapError(code, message, hint === undefined ? {} : { hint })
}

/** Says whether something is damaged; what the disk refuses is not. */
export function isCorrupt(error: unknown): error is JsnapError {
  return error instanceof JsnapError && error.code === 'Corrupt'
}

/** The `code` that Node and the AWS SDK put on their errors, or undefined. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** Says whether SQLite finds its file damaged: of what jsnap asks and keeps, that is the index. */
export function isDamagedIndex(error: unknown): boolean {
  const code = codeOf(error) ?? ''
  return (
    code.startsWith('SQLITE_') &&
    !/^SQLITE_(?:BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|PERM|NOMEM|INTERRUPT)/.test(code)
  )
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // The SDK puts whatever a service sent there.
  return typeof (error.message as unknown) === 'string' ? error.message : ''
}

/** What to do about damage of a pack. */
export const DAMAGE_HINT =
  "'jsnap fsck --full' lists what is affected; the next commit reads again what 'jsnap fsck --repair' reports as lost"

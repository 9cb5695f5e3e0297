import { isDamagedIndex, JsnapError, type ErrorCode } from '../runtime/errors.ts'

/** The exit codes that stand for no error; those of errors are in `runtime/errors.ts`, all of them in docs/json-output.md. */
export const DONE = 0
/** `diff --exit-code`: there are differences. */
export const DIFFERENT = 1
/** The command failed. */
export const FAILED = 1
/** Wrong usage, an unknown version or path. */
export const USAGE = 2
/** A version was written, and something that should be in it is not. */
export const INCOMPLETE = 3

const CODES: Partial<Record<ErrorCode, number>> = {
  Usage: USAGE,
  Config: USAGE,
  InvalidName: USAGE,
  UnknownVersion: USAGE,
  AmbiguousVersion: USAGE,
  AmbiguousName: USAGE,
  NoSuchPath: USAGE,
  Credentials: 4,
  Untrusted: 5,
  Refused: 5,
  NoStore: 10,
  Locked: 11,
  Corrupt: 12,
  UnsupportedFormat: 12,
  StoreDisk: 13,
  Interrupted: 130,
}

/** The exit code that stands for an error; where 1 means differences (`--exit-code`), no error has it. */
export function exitCodeOf(error: unknown, differencesAreOne = false): number {
  const code = plainExitCodeOf(error)
  return code === DIFFERENT && differencesAreOne ? USAGE : code
}

function plainExitCodeOf(error: unknown): number {
  if (error instanceof JsnapError) return CODES[error.code] ?? FAILED
  return isDamagedIndex(error) ? 12 : FAILED
}

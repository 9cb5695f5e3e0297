/** Something that a check found wrong. */
export interface Failure {
  readonly path: string
  readonly message: string
}

/** The result of a check. One that could not be made is skipped, and its summary says why. */
export interface Check {
  /** As `s3`, `route53`, `store`. */
  readonly system: string
  /** What holds when it passes, as `package matches CodeSha256`. */
  readonly name: string
  readonly state: 'passed' | 'failed' | 'skipped'
  readonly summary: string
  readonly failures: readonly Failure[]
}

/** A check that was made. */
export function checked(system: string, name: string, summary: string, failures: readonly Failure[]): Check {
  return { system, name, state: failures.length > 0 ? 'failed' : 'passed', summary, failures }
}

/** A check that was not made. */
export function skipped(system: string, name: string, reason: string): Check {
  return { system, name, state: 'skipped', summary: reason, failures: [] }
}

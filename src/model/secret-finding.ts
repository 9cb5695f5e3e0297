/** Something in stored content that looks like a secret: where it stands, and never what it is. */
export interface SecretFinding {
  readonly path: string
  /** From 1. */
  readonly line: number
  /** As `aws`, `github`, `privatekey`. */
  readonly rule: string
}

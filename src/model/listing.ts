/**
 * What a list said at the time of a capture, to check the version against: that something is there at a path, or below
 * a prefix (which ends in `/`), and how much of it.
 */
export interface Listed {
  readonly path: string
  /** Entries below the prefix. */
  readonly entries?: number
  /** Bytes of the content, or of all contents below the prefix. */
  readonly bytes?: number
  /** SHA-256 of the content, as hex. */
  readonly sha256?: string
  /** Record sets of a zone. */
  readonly records?: number
  /** When a certificate ends, as ISO 8601. */
  readonly expires?: string
}

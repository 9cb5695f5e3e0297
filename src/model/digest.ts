import { hash } from 'node:crypto'

/** A SHA-256 as 64 lower-case hex digits. */
export type Digest = string & { readonly __brand: 'Digest' }

/** The SHA-256 of bytes, or of a string's UTF-8 bytes. */
export function digestOf(content: Uint8Array | string): Digest {
  return hash('sha256', content) as Digest
}

/** Says whether text is a whole digest. */
export function isDigest(text: unknown): text is Digest {
  return typeof text === 'string' && /^[0-9a-f]{64}$/.test(text)
}

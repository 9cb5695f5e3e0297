import type { Readable } from 'node:stream'

/**
 * An answer whose body reports its errors only to its reader. One that is left where it is, or that is cut off before
 * anybody reads it, would end the process: undici destroys it with an error, and a stream's error must be heard.
 */
export function withQuietBody<T extends { readonly body: Readable }>(answer: T): T {
  answer.body.on('error', () => undefined)
  return answer
}

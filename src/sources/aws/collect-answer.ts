import { AwsError } from './aws-error.ts'

/** No answer of AWS is longer: a page of a Scan is 1 MB, a log event 1 MB, the longest of Lambda 6 MB, of others 16 MB. */
export const LARGEST_ANSWER = 64 * 1024 * 1024
/** A parsed tree of XML takes some twenty times the memory of its text. */
export const LARGEST_XML = 16 * 1024 * 1024
/** A refusal is a few lines. */
export const LARGEST_ERROR = 1024 * 1024
/** Less than any line carries, shared by a hundred transfers: what is slower is a drip that would hardly end. */
const LEAST_BYTES_PER_SECOND = 128
const PATIENCE_MS = 60_000

/** What bounds the taking of an answer. */
export interface Bounds {
  readonly largest: number
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** All bytes of an answer. It is left where it is when it is too long, or trickles. @throws AwsError AnswerTooLarge, AnswerTooSlow */
export async function collectAnswer(
  body: AsyncIterable<Uint8Array>,
  operation: string,
  bounds: Bounds,
): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of bounded(body, operation, bounds)) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** The pieces of an answer, as long as it keeps within its bounds. @throws AwsError AnswerTooLarge, AnswerTooSlow */
export async function* bounded(
  body: AsyncIterable<Uint8Array>,
  operation: string,
  { largest, now }: Bounds,
): AsyncGenerator<Uint8Array, void> {
  const start = now()
  let length = 0
  for await (const piece of body) {
    length += piece.length
    if (length > largest) {
      const size = `${Math.floor(largest / 1024 / 1024)} MiB`
      throw new AwsError(operation, 200, 'AnswerTooLarge', `the answer is longer than ${size}`)
    }
    if (now() - start > PATIENCE_MS + (length / LEAST_BYTES_PER_SECOND) * 1000)
      throw new AwsError(operation, 200, 'AnswerTooSlow', 'the answer arrives too slowly')
    yield piece
  }
}

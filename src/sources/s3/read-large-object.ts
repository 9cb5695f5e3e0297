import { AwsError } from '../aws/aws-error.ts'
import { brokenConnection, isWorthRetrying, pause, type AwsResponse } from '../aws/request.ts'
import { checksumOf, runningChecksum } from './object-checksum.ts'
import type { Opening } from './object-request.ts'
import { getObject } from './s3-requests.ts'
import { asUnreadable, changingObject, isGoneOrChanged, unreadableObject } from './unreadable-object.ts'

/** How often in a row a body may break off without a byte having come. */
const FAILURES = 6

/** An object that is read as it comes. */
export interface LargeObject {
  readonly response: AwsResponse
  readonly pieces: AsyncIterable<Uint8Array>
  /** Holds what was read against its checksum. @throws UnreadableError */
  check(): Promise<void>
}

/** Begins to read a large object; a connection that breaks is taken up where it broke. @throws AwsError */
export async function readLargeObject(opening: Opening): Promise<LargeObject> {
  const response = await getObject(opening)
  const expected = checksumOf(response)
  const running = expected && runningChecksum(expected.algorithm)
  return {
    response,
    pieces: read(opening, response, (piece) => running?.update(piece)),
    async check() {
      const actual = running?.value()
      if (expected === undefined || actual === expected.value) return
      // What two readings agree on is what is there, whatever the ETag looks like.
      if (!expected.isCertain && actual === (await checksumOfAnotherReading(opening))) return
      throw unreadableObject('changing', 'BadChecksum', 'the checksum of what was read is wrong')
    },
  }
}

async function checksumOfAnotherReading(opening: Opening): Promise<string> {
  const running = runningChecksum('md5')
  const first = await startAt(opening, 0)
  for await (const piece of read(opening, first, () => undefined)) running.update(piece)
  return running.value()
}

async function* read(
  opening: Opening,
  first: AwsResponse,
  onPiece: (piece: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  const { size } = opening.object
  let done = 0
  let response = first
  for (let failures = 0; ;) {
    try {
      for await (const piece of response.body as AsyncIterable<Uint8Array>) {
        done += piece.length
        if (done > size) throw new AwsError('s3:GetObject', 200, 'TooLong', 'it is longer than listed')
        onPiece(piece)
        yield piece
        failures = 0
      }
      if (done === size) return
      throw brokenConnection('s3:GetObject', new Error(`the answer ended after ${done} of ${size} bytes`))
    } catch (error) {
      const broken = error instanceof AwsError ? error : brokenConnection('s3:GetObject', error)
      // All has come: that the connection broke afterwards does not matter.
      if (done === size) return
      if (done > size || ++failures === FAILURES || !isWorthRetrying(broken)) throw asUnreadable(broken)
      await pause(failures, opening.sender.signal)
      response = await startAt(opening, done)
    }
  }
}

async function startAt(opening: Opening, from: number): Promise<AwsResponse> {
  try {
    return await getObject(opening, from)
  } catch (error) {
    // What was read so far is of a state that is no more: the whole is read again.
    throw isGoneOrChanged(error) ? changingObject() : asUnreadable(error)
  }
}

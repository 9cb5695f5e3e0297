import { pause, type AwsResponse } from '../aws/request.ts'
import type { OpenTools } from '../source.ts'
import { checksumOf, runningChecksum } from './object-checksum.ts'
import type { Opening } from './object-request.ts'
import { getObject } from './s3-requests.ts'
import { unreadableObject } from './unreadable-object.ts'

/** How often a body that is cut off or does not match its checksum is asked for again. */
const READINGS = 6

/** Reads an object at once, until its length and checksum are right. @throws AwsError, UnreadableError */
export async function readSmallObject(
  opening: Opening,
  tools: OpenTools,
): Promise<{ readonly bytes: Uint8Array; readonly response: AwsResponse }> {
  let before: string | undefined
  for (let reading = 1; ; reading++) {
    const response = await getObject(opening)
    const bytes = await takeBody(response, opening.object.size, tools)
    if (bytes !== undefined) {
      const expected = checksumOf(response)
      if (expected === undefined) return { bytes, response }
      const running = runningChecksum(expected.algorithm)
      running.update(bytes)
      const actual = running.value()
      // What two readings agree on is what is there, whatever the ETag looks like.
      if (actual === expected.value || (!expected.isCertain && actual === before)) return { bytes, response }
      before = actual
    }
    if (reading === READINGS) {
      throw unreadableObject('failed', 'BadAnswer', 'length or checksum is wrong each time it is read')
    }
    await pause(reading, opening.sender.signal)
  }
}

/** The whole body, or undefined when it is not of the length that is listed. */
async function takeBody(
  { body }: AwsResponse,
  size: number,
  tools: OpenTools,
): Promise<Uint8Array | undefined> {
  const buffer = tools.allocate(size)
  let done = 0
  try {
    for await (const piece of body as AsyncIterable<Uint8Array>) {
      if (done + piece.length > size) return undefined
      buffer.set(piece, done)
      done += piece.length
    }
  } catch {
    // It was cut off: the caller asks again.
    return undefined
  }
  return done === size ? buffer : undefined
}

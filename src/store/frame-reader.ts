import { readSync } from './disk.ts'
import { decodeFrame, frameLengthOf } from './frame.ts'

/** Enough to hold the header, the table and mostly the payload of a frame in one read. */
const FIRST_READ = 64 * 1024

/** Reads frames of open packs, each into the memory of the one before. */
export class FrameReader {
  #buffer = Buffer.allocUnsafeSlow(FIRST_READ)

  /** The bytes of the frame at an offset, or what there is of them; they stay until the next is read. @throws FrameError */
  read(fd: number, offset: number): Buffer {
    const first = this.#readAt(fd, offset, 0, FIRST_READ)
    const start = this.#buffer.subarray(0, first)
    const length = frameLengthOf(start)
    if (length <= first) return start.subarray(0, length)
    if (length > this.#buffer.length) {
      this.#buffer = Buffer.allocUnsafeSlow(length)
      this.#buffer.set(start)
    }
    return this.#buffer.subarray(0, first + this.#readAt(fd, offset + first, first, length - first))
  }

  /** The decoded payload of the frame at an offset; it is the caller's to keep. @throws FrameError */
  readPayload(fd: number, offset: number): Buffer {
    const frame = this.read(fd, offset)
    const { payload } = decodeFrame(frame)
    return payload.buffer === frame.buffer ? Buffer.from(payload) : payload
  }

  /** Reads to a place in the buffer; returns the number of bytes, fewer only at the end of the file. */
  #readAt(fd: number, offset: number, at: number, length: number): number {
    let done = 0
    while (done < length) {
      const read = readSync(fd, this.#buffer, at + done, length - done, offset + done)
      if (read === 0) break
      done += read
    }
    return done
  }
}

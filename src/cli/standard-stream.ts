import { fstatSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { Writable } from 'node:stream'
import { isatty, WriteStream } from 'node:tty'
import { messageOf } from '../model/errors.ts'

/** Where a command writes. */
export type StandardStream = Writable & { readonly columns?: number; readonly isTTY?: boolean }

/** A stream to where the process itself writes: what a thread has by itself goes through the main thread, which is not told when a reader is gone. */
export function standardStream(fd: 1 | 2): StandardStream {
  if (isatty(fd)) return new WriteStream(fd)
  const stats = fstatSync(fd)
  if (stats.isFIFO() || stats.isSocket()) return new Socket({ fd, readable: false, writable: true })
  return new Writable({
    decodeStrings: true,
    write(chunk: Buffer, _encoding, done) {
      try {
        for (let at = 0; at < chunk.length;) at += writeSync(fd, chunk, at)
        done()
      } catch (error) {
        done(error instanceof Error ? error : new Error(messageOf(error)))
      }
    },
  })
}

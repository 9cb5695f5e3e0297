import { fstatSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { Writable } from 'node:stream'
import { isatty, WriteStream } from 'node:tty'
import { codeOf, messageOf } from '../runtime/errors.ts'

/** Where a command writes. When a reader is gone (`jsnap log | head`), it emits `unread`, and takes the rest for nobody. */
export type StandardStream = Writable & { readonly columns?: number; readonly isTTY?: boolean }

/** A stream to where the process itself writes: what a thread has on its own goes through the main thread, which is not told when a reader is gone. */
export function standardStream(fd: 1 | 2): StandardStream {
  if (isatty(fd)) return new WriteStream(fd)
  const stats = fstatSync(fd)
  if (stats.isFIFO() || stats.isSocket())
    return readByAnother(new Socket({ fd, readable: false, writable: true }))
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

function readByAnother(socket: Socket): Writable {
  let isUnread = false
  // Reported with the write that failed.
  socket.on('error', () => undefined)
  const stream: Writable = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (isUnread) {
        done()
        return
      }
      socket.write(chunk, (error) => {
        if (!['EPIPE', 'ECONNRESET'].includes(codeOf(error) ?? '')) {
          done(error)
          return
        }
        isUnread = true
        stream.emit('unread')
        done()
      })
    },
  })
  return stream
}

import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs'
import { placeInFolder } from '../../model/byte-name.ts'
import { ofAnyDisk } from '../../runtime/disk-fault.ts'
import { codeOf, messageOf } from '../../runtime/errors.ts'
import { openPatiently } from '../../runtime/open-patiently.ts'
import {
  UnreadableError,
  type ReadOutcome,
  type OpenRequest,
  type OpenTools,
  type Opener,
  type Reading,
  type Unreadable,
} from '../source.ts'
import { fileMode, fileOrigin } from './file-origin.ts'

/** Names a local file to a worker: `path` is that of a walk through the folder. */
export type FileRequest = OpenRequest & {
  readonly opener: 'local'
  readonly folder: string
  readonly path: string
}

const WHOLE_BELOW = 1024 * 1024
const PIECE = 512 * 1024

/**
 * Two writes within one tick of the clock leave the same times. A file changed so shortly before it was read is read
 * again by the next commit. The tick is at most 10 ms where times have a fraction, and 2 s (FAT) where they have none.
 */
const TICK_MS = 50
const COARSE_TICK_MS = 2000

/** Opens local files. Notices when a file changes while it is read: the bytes handed on are of one state of it. */
export const openFile: Opener = {
  open(request: OpenRequest, _context: unknown, tools: OpenTools): Promise<Reading> {
    const { folder, path } = request as FileRequest
    return Promise.resolve().then(() => read(placeInFolder(folder, path), tools))
  },
}

function read(file: string | Buffer, tools: OpenTools): Reading {
  const fd = open(file)
  let streams = false
  try {
    const before = fstatSync(fd)
    if (!before.isFile())
      throw new UnreadableError(unreadable('gone', 'ENOENT', 'is no longer a regular file'))
    if (before.size >= WHOLE_BELOW) {
      streams = true
      return stream(fd, before, tools)
    }
    const content = readWhole(fd, tools.allocate(before.size + 1), before.size)
    const after = fstatSync(fd)
    if (content === undefined || !sameState(before, after)) throw changing()
    return { content, settle: () => Promise.resolve(facts(after, tools)) }
  } catch (error) {
    throw asUnreadable(error)
  } finally {
    if (!streams) closeSync(fd)
  }
}

function open(file: string | Buffer): number {
  try {
    // Without O_NONBLOCK a named pipe that took the file's place would block for ever.
    return openPatiently(() =>
      openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK),
    )
  } catch (error) {
    // That is not a fault of the file.
    if (codeOf(error) === 'EMFILE' || codeOf(error) === 'ENFILE') throw ofAnyDisk(error)
    throw asUnreadable(error)
  }
}

/** The whole file, or undefined when it is longer or shorter than it was. */
function readWhole(fd: number, buffer: Buffer, size: number): Buffer | undefined {
  // A regular file gives all it has at once, so one call also shows whether there is more than there was.
  return readSync(fd, buffer, 0, size + 1, 0) === size ? buffer.subarray(0, size) : undefined
}

function stream(fd: number, before: Stats, tools: OpenTools): Reading {
  return {
    content: pieces(fd),
    settle: () => {
      const after = fstatSync(fd)
      closeSync(fd)
      if (!sameState(before, after)) throw changing()
      return Promise.resolve(facts(after, tools))
    },
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- large content is an async iterable whoever opens it
async function* pieces(fd: number): AsyncGenerator<Uint8Array> {
  try {
    const piece = Buffer.allocUnsafe(PIECE)
    for (let position = 0; ;) {
      const count = readSync(fd, piece, 0, PIECE, position)
      if (count === 0) return
      position += count
      yield piece.subarray(0, count)
    }
  } catch (error) {
    closeSync(fd)
    throw asUnreadable(error)
  }
}

function sameState(a: Stats, b: Stats): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs
}

function facts(stats: Stats, tools: OpenTools): ReadOutcome {
  const tick = Number.isInteger(stats.mtimeMs / 1000) ? COARSE_TICK_MS : TICK_MS
  const settled = tools.now() - Math.max(stats.mtimeMs, stats.ctimeMs) > tick
  return { meta: { mode: fileMode(stats) }, origin: settled ? fileOrigin(stats) : null, problems: [] }
}

function changing(): UnreadableError {
  return new UnreadableError(unreadable('changing', 'Changing', 'the file changed while it was read'))
}

function asUnreadable(error: unknown): UnreadableError {
  if (error instanceof UnreadableError) return error
  const code = codeOf(error) ?? 'Unknown'
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') {
    return new UnreadableError(unreadable('gone', code, messageOf(error)))
  }
  const reason = code === 'EACCES' || code === 'EPERM' ? 'denied' : 'failed'
  return new UnreadableError(unreadable(reason, code, messageOf(error)))
}

function unreadable(reason: Unreadable['reason'], code: string, message: string): Unreadable {
  return { reason, operation: 'local:read', code, message }
}

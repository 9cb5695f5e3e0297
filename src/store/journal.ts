import { constants } from 'node:fs'
import { crc32 } from 'node:zlib'
import { codeOf } from '../runtime/errors.ts'
import { closeSync, openOwnSync, readSync, rmSync, writeAll } from './disk.ts'
import { openPlainFile } from './plain-file.ts'

/** Windows has not the last: there it is undefined, and adds nothing. */
const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW } = constants

/** Bytes that are read at once. */
const PIECE = 1024 * 1024
/** A row is an entry and its origin: kilobytes, and some hundred of them with a thousand findings. */
const LONGEST_LINE = 64 * 1024 * 1024
const NEWLINE = 0x0a

/** An entry that a commit under way has read, with its origin, as the lines of the new trees. */
export interface JournalRow {
  readonly entry: string
  readonly origin: string | null
}

/**
 * What a commit under way has read, so that one that is interrupted need not read it again. A file of blocks: a line with
 * the CRC-32 of the rows (hex) and their number, then a line for each row: the entry's line, a tab (which canonical JSON
 * never has), and the origin's. It is not flushed to the disk: losing its end costs reading again, and a block that was
 * torn is skipped.
 */
export class Journal {
  readonly #file: string
  #fd: number | undefined

  constructor(file: string) {
    this.#file = file
  }

  append(rows: readonly JournalRow[]): void {
    this.#fd ??= openOwnSync(this.#file, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600)
    const block = Buffer.from(rows.map(({ entry, origin }) => `${entry}\t${origin ?? ''}\n`).join(''))
    const head = Buffer.from(`${hexOf(crc32(block))} ${rows.length}\n`)
    writeAll(this.#fd, Buffer.concat([head, block]), null)
  }

  /** What was appended, block by block: the whole may be longer than any string. */
  *read(): Generator<JournalRow, void, undefined> {
    let fd: number
    try {
      fd = openPlainFile(this.#file)
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return
      throw error
    }
    try {
      yield* rowsOf(linesOf(fd))
    } finally {
      closeSync(fd)
    }
  }

  /** Forgets everything: the version it worked for exists. */
  clear(): void {
    this.close()
    rmSync(this.#file, { force: true })
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
  }
}

/** The rows of the blocks whose checksum is right. Of a block that is not whole, another may begin with any line. */
function* rowsOf(lines: Iterator<Buffer, undefined>): Generator<JournalRow, void, undefined> {
  /** Lines that were taken for rows of a block that is not one, the last first. */
  const again: Buffer[] = []
  const next = (): Buffer | undefined => again.pop() ?? lines.next().value
  for (let head = next(); head !== undefined; head = next()) {
    const [, crc = '', count = ''] = /^([0-9a-f]{8}) (\d{1,6})$/.exec(head.toString('latin1')) ?? []
    if (count === '') continue
    const rows: Buffer[] = []
    let sum = 0
    while (rows.length < Number(count)) {
      const row = next()
      if (row === undefined) break
      rows.push(row)
      sum = crc32('\n', crc32(row, sum))
    }
    if (hexOf(sum) !== crc) {
      for (const row of rows.reverse()) again.push(row)
      continue
    }
    for (const row of rows) {
      const [entry = '', origin = ''] = row.toString().split('\t')
      yield { entry, origin: origin === '' ? null : origin }
    }
  }
}

/** The lines of a file without their ends; what comes after the last is not one. A line that no writer makes ends the file. */
function* linesOf(fd: number): Generator<Buffer, undefined, undefined> {
  const piece = Buffer.allocUnsafe(PIECE)
  let rest: Buffer[] = []
  let restLength = 0
  for (let length = readSync(fd, piece); length > 0; length = readSync(fd, piece)) {
    const bytes = Buffer.from(piece.subarray(0, length))
    let start = 0
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      const line = bytes.subarray(start, end)
      yield rest.length === 0 ? line : Buffer.concat([...rest, line])
      rest = []
      restLength = 0
      start = end + 1
    }
    rest.push(bytes.subarray(start))
    restLength += length - start
    if (restLength > LONGEST_LINE) return undefined
  }
  return undefined
}

function hexOf(sum: number): string {
  return sum.toString(16).padStart(8, '0')
}

import { constants } from 'node:fs'
import { crc32 } from 'node:zlib'
import { codeOf } from '../model/errors.ts'
import { closeSync, openSync, rmSync, writeAll } from './disk.ts'
import { readPlainFile } from './plain-file.ts'

/** Windows has not the last: there it is undefined, and adds nothing. */
const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW } = constants

/** An entry that a commit under way has read, with its origin, as the lines of the trees to be. */
export interface JournalRow {
  readonly entry: string
  readonly origin: string | null
}

/**
 * What a commit under way has read, so that one that is cut short need not read it again. A file of blocks: a line with
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
    this.#fd ??= openSync(this.#file, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600)
    const block = Buffer.from(rows.map(({ entry, origin }) => `${entry}\t${origin ?? ''}\n`).join(''))
    const head = Buffer.from(`${crcOf(block)} ${rows.length}\n`)
    writeAll(this.#fd, Buffer.concat([head, block]), null)
  }

  read(): JournalRow[] {
    let text: string
    try {
      text = readPlainFile(this.#file).toString()
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return []
      throw error
    }
    const lines = text.split('\n')
    const rows: JournalRow[] = []
    for (let at = 0; at < lines.length;) {
      const [crc, count] = /^([0-9a-f]{8}) (\d+)$/.exec(lines[at++] ?? '')?.slice(1) ?? []
      if (count === undefined) continue
      const block = lines.slice(at, at + Number(count))
      if (crcOf(block.map((line) => `${line}\n`).join('')) !== crc) continue
      at += block.length
      for (const line of block) {
        const [entry = '', origin = ''] = line.split('\t')
        rows.push({ entry, origin: origin === '' ? null : origin })
      }
    }
    return rows
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

function crcOf(content: string | Uint8Array): string {
  return crc32(content).toString(16).padStart(8, '0')
}

import { closeSync, openSync, readFileSync, rmSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { codeOf } from '../model/errors.ts'
import { writeAll } from './durable-file.ts'

/** An entry that a commit under way has read, with its origin, as the lines of the trees to be. */
export interface JournalRow {
  readonly entry: string
  readonly origin: string | null
}

/**
 * What a commit under way has read, so that one that is cut short need not read it again: a file of lines, each the
 * CRC-32 of the rest in hex, a space, the entry's line, a tab (which canonical JSON never has), and the origin's. It is not flushed to the disk: losing its end costs
 * reading again, and a line that was torn is skipped.
 */
export class Journal {
  readonly #file: string
  #fd: number | undefined

  constructor(file: string) {
    this.#file = file
  }

  append(rows: readonly JournalRow[]): void {
    this.#fd ??= openSync(this.#file, 'a', 0o600)
    const text = rows.map(({ entry, origin }) => {
      const row = `${entry}\t${origin ?? ''}`
      return `${crcOf(row)} ${row}\n`
    })
    writeAll(this.#fd, Buffer.from(text.join('')), null)
  }

  read(): JournalRow[] {
    let text: string
    try {
      text = readFileSync(this.#file, 'utf8')
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return []
      throw error
    }
    return text.split('\n').flatMap((line) => {
      const row = line.slice(9)
      if (line.slice(0, 8) !== crcOf(row)) return []
      const [entry = '', origin = ''] = row.split('\t')
      return [{ entry, origin: origin === '' ? null : origin }]
    })
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

function crcOf(text: string): string {
  return crc32(text).toString(16).padStart(8, '0')
}

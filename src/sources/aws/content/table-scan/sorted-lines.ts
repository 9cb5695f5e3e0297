import { randomUUID } from 'node:crypto'
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { ofOwnFile } from '../../../../runtime/disk-fault.ts'
import { JsnapError } from '../../../../runtime/errors.ts'

/** A line, and the text that it is ordered by. */
interface Keyed {
  readonly key: string
  readonly line: string
}

/** The bytes of lines that are sorted in memory; more go to files, which are merged. */
const RUN_BYTES = 16 * 1024 * 1024
const PIECE = 64 * 1024
/** A record is the lengths of its key and its line, and then these; keys are one byte a character. */
const HEAD = 8

/** Puts any number of lines in order, in bounded memory. Of lines with one key the last that was added stays. */
export class SortedLines {
  readonly #folder: string
  readonly #runBytes: number
  readonly #files: string[] = []
  #run = new Map<string, string>()
  #bytes = 0

  /** Files are made in this folder, for the owner only. */
  constructor(folder: string, runBytes = RUN_BYTES) {
    this.#folder = folder
    this.#runBytes = runBytes
  }

  add(key: string, line: string): void {
    this.#run.set(key, line)
    this.#bytes += line.length + key.length
    if (this.#bytes >= this.#runBytes) this.#spill()
  }

  /** All of it, when it never was too much for memory. */
  get inMemory(): Buffer | undefined {
    if (this.#files.length > 0) return undefined
    return Buffer.from([...this.#sortedRun()].map(({ line }) => line).join(''))
  }

  /** All lines in order, in pieces. @throws JsnapError StoreDisk */
  *inOrder(): Generator<Buffer, void> {
    try {
      yield* this.#pieces()
    } catch (error) {
      throw ofOwnFile(error)
    }
  }

  *#pieces(): Generator<Buffer, void> {
    let piece: string[] = []
    let length = 0
    for (const { line } of this.#merged()) {
      piece.push(line)
      length += line.length
      if (length < PIECE) continue
      yield Buffer.from(piece.join(''))
      piece = []
      length = 0
    }
    if (length > 0) yield Buffer.from(piece.join(''))
  }

  /** Removes the files. @throws JsnapError StoreDisk */
  close(): void {
    try {
      for (const file of this.#files) rmSync(file, { force: true })
    } catch (error) {
      throw ofOwnFile(error)
    }
    this.#files.length = 0
    this.#run.clear()
  }

  #sortedRun(): Keyed[] {
    return [...this.#run]
      .map(([key, line]) => ({ key, line }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  }

  /** @throws JsnapError StoreDisk */
  #spill(): void {
    try {
      this.#writeRun()
    } catch (error) {
      throw ofOwnFile(error)
    }
  }

  #writeRun(): void {
    const file = join(this.#folder, `sort-${randomUUID()}`)
    this.#files.push(file)
    const fd = openSync(file, 'wx', 0o600)
    try {
      let records: Buffer[] = []
      let length = 0
      const flush = () => {
        const bytes = Buffer.concat(records)
        for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done)
        records = []
        length = 0
      }
      for (const { key, line } of this.#sortedRun()) {
        const text = Buffer.from(line)
        const head = Buffer.alloc(HEAD)
        head.writeUInt32LE(key.length, 0)
        head.writeUInt32LE(text.length, 4)
        records.push(head, Buffer.from(key, 'latin1'), text)
        length += HEAD + key.length + text.length
        if (length >= PIECE) flush()
      }
      flush()
    } finally {
      closeSync(fd)
    }
    this.#run = new Map()
    this.#bytes = 0
  }

  /** The runs, merged; of one key, that of the latest run. */
  *#merged(): Generator<Keyed, void> {
    const runs = [...this.#files.map(recordsOf), this.#sortedRun()[Symbol.iterator]()]
    const heads = runs.map((run) => run.next())
    try {
      for (;;) {
        let smallest: string | undefined
        for (const { value, done } of heads) {
          if (done !== true && (smallest === undefined || value.key < smallest)) smallest = value.key
        }
        if (smallest === undefined) return
        let latest: Keyed | undefined
        for (const [i, head] of heads.entries()) {
          if (head.done === true || head.value.key !== smallest) continue
          latest = head.value
          heads[i] = runs[i]?.next() ?? { done: true, value: undefined }
        }
        if (latest !== undefined) yield latest
      }
    } finally {
      for (const run of runs) run.return?.()
    }
  }
}

/** The records of a file, in its order. */
function* recordsOf(file: string): Generator<Keyed, void> {
  const fd = openSync(file, 'r')
  let buffer: Buffer = Buffer.alloc(0)
  let isAtEnd = false
  const fill = (wanted: number) => {
    while (buffer.length < wanted && !isAtEnd) {
      const more = Buffer.allocUnsafe(Math.max(PIECE, wanted - buffer.length))
      const read = readSync(fd, more, 0, more.length, null)
      isAtEnd = read === 0
      buffer = Buffer.concat([buffer, more.subarray(0, read)])
    }
    return buffer.length >= wanted
  }
  try {
    while (fill(HEAD)) {
      const keyEnd = HEAD + buffer.readUInt32LE(0)
      const end = keyEnd + buffer.readUInt32LE(4)
      if (!fill(end)) break
      yield { key: buffer.toString('latin1', HEAD, keyEnd), line: buffer.toString('utf8', keyEnd, end) }
      buffer = buffer.subarray(end)
    }
    // What is left is the beginning of a record.
    if (buffer.length > 0) throw new JsnapError('StoreDisk', `the disk of the store has cut off ${file}`)
  } finally {
    closeSync(fd)
  }
}

import { createHmac, randomUUID } from 'node:crypto'
import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf } from '../model/errors.ts'
import { lstatSync, renameSync, rmSync, writeFileSync } from './disk.ts'
import { FEW_LINES, readPlainFile } from './plain-file.ts'
import { isRefusedByDisk } from './refused-by-disk.ts'

/** Another process that has just made the write-ahead log says so within a moment. */
const WAIT_MS = 500
const LOOK_AGAIN_MS = 5

/**
 * Says that this user's jsnap made the index that lies in this folder, and its write-ahead log: each by an HMAC over the
 * store's id, the folder's path, device and inode, and the file's own device, inode and time of birth. So neither a copy
 * of the store, nor the same store elsewhere, nor an index that was put in the place of a marked one is believed.
 */
export class IndexMark {
  readonly #file: string
  readonly #index: string
  readonly #folder: string
  readonly #storeId: string
  readonly #key: Buffer

  /** `dir` is the folder of the index and of the mark. */
  constructor(dir: string, index: string, storeId: string, key: Buffer) {
    this.#folder = dir
    this.#file = join(dir, 'index.mark')
    this.#index = index
    this.#storeId = storeId
    this.#key = key
  }

  /** Says whether everything that SQLite would read was made by this user here. */
  isValid(): boolean {
    const index = this.#hmacOf(this.#index)
    if (index === undefined || this.#read()[0] !== index) return false
    // The index is never without a write-ahead log: this one would be taken for the remains of a change under way.
    if (existsSync(`${this.#index}-journal`)) return false
    for (let waited = 0; ; waited += LOOK_AGAIN_MS) {
      const log = this.#hmacOf(this.#log)
      if (log === undefined || this.#isEmpty(this.#log) || this.#read()[1] === log) return true
      if (waited >= WAIT_MS) return false
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_AGAIN_MS)
    }
  }

  /** Marks what lies there now; it must have been made or checked by this process. */
  write(): void {
    const marks = [this.#hmacOf(this.#index) ?? '', this.#hmacOf(this.#log) ?? '']
    if (marks.join('\n') === this.#read().join('\n')) return
    const temporary = join(this.#folder, 'tmp', `mark-${randomUUID()}`)
    try {
      writeFileSync(temporary, `${marks.join('\n')}\n`, { flag: 'wx', mode: 0o600 })
      renameSync(temporary, this.#file)
    } catch (error) {
      rmSync(temporary, { force: true })
      // What is not marked is rebuilt by the next process.
      if (!isRefusedByDisk(error)) throw error
    }
  }

  /** Says that what lies there is not to be believed. */
  remove(): void {
    try {
      rmSync(this.#file, { force: true })
    } catch (error) {
      if (!isRefusedByDisk(error)) throw error
    }
  }

  get #log(): string {
    return `${this.#index}-wal`
  }

  /** As a full disk leaves it. */
  #isEmpty(file: string): boolean {
    return lstatSync(file, { throwIfNoEntry: false })?.size === 0
  }

  /** The two marks. */
  #read(): string[] {
    try {
      return readPlainFile(this.#file, FEW_LINES).toString().split('\n').slice(0, 2)
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' && !isRefusedByDisk(error)) throw error
      return []
    }
  }

  #hmacOf(file: string): string | undefined {
    const stats = lstatSync(file, { bigint: true, throwIfNoEntry: false })
    if (stats?.isFile() !== true) return undefined
    const folder = lstatSync(realpathSync(this.#folder), { bigint: true })
    const what = [
      'jsnap index 1',
      file === this.#index ? 'index' : 'log',
      this.#storeId,
      realpathSync(this.#folder),
      ...[folder.dev, folder.ino, stats.dev, stats.ino, stats.birthtimeNs].map(String),
    ]
    return createHmac('sha256', this.#key).update(JSON.stringify(what)).digest('hex')
  }
}

import { createHmac, randomUUID } from 'node:crypto'
import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { lstatSync, renameSync, rmSync, writeFileSync } from './disk.ts'
import { hashLog, type HashedLog } from './hashed-log.ts'
import { FEW_LINES, readPlainFileIfThere } from './plain-file.ts'
import { isRefusedByDisk } from './refused-by-disk.ts'

/** Another process that has just written to the index says so within a moment of the last change. */
const WAIT_MS = 500
/** It does not go on for longer than this; a writer waits while others wait for it, so that it is far less than these do. */
const LONGEST_WAIT_MS = 2000
const LOOK_AGAIN_MS = 5

/** What is known of an index, as HMACs; each undefined where there is no such file. */
interface Marks {
  /** Which file it is. */
  readonly file: string | undefined
  /** In which state it was left. */
  readonly state: string | undefined
  /** What SQLite would read of its write-ahead log; undefined when that is nothing. */
  readonly log: string | undefined
}

interface FoundMarks extends Marks {
  readonly hashed: HashedLog | undefined
}

const NOTHING: FoundMarks = { file: undefined, state: undefined, log: undefined, hashed: undefined }

/**
 * Says that this user's jsnap made the index that lies in this folder, and its write-ahead log, and that nothing else has
 * written to them since: by HMACs over the store's id, the folder's path, device and inode, and the file's own device,
 * inode, size and times of birth and change, of which nobody can set the last (ctime). So neither a copy of the store,
 * nor the same store elsewhere, nor bytes that were put instead of a marked index are believed. Of the log it is the
 * content: root's SQLite changes its ctime by opening it.
 */
export class IndexMark {
  readonly #file: string
  readonly #index: string
  readonly #folder: string
  readonly #storeId: string
  readonly #key: Buffer
  /** Something else has written to the index while it was open here: what is there is not marked again. */
  #isLost = false
  /** Says whether an index was refused that is the marked one, but for what was written to it and not marked. */
  wasChanged = false
  /** As far as the log was marked, or found as marked. */
  #hashed: HashedLog | undefined
  /** What was waited for in vain need not be waited for again. */
  #refused = ''

  /** `dir` is the folder of the index and of the mark. */
  constructor(dir: string, index: string, storeId: string, key: Buffer) {
    this.#folder = dir
    this.#file = join(dir, 'index.mark')
    this.#index = index
    this.#storeId = storeId
    this.#key = key
  }

  /** Says whether everything that SQLite would read was written by this user here. */
  isValid(): boolean {
    let seen = this.#refused
    let quiet = seen === '' ? 0 : WAIT_MS
    for (let waited = 0; ; waited += LOOK_AGAIN_MS) {
      const marked = this.#read()
      const { hashed, ...found } = this.#look()
      if (found.file === undefined || marked.file !== found.file) return false
      this.wasChanged = true
      // The index is never without a write-ahead log: this one would be taken for the remains of a change under way.
      if (existsSync(`${this.#index}-journal`)) return false
      if (marked.state === found.state && (found.log === undefined || marked.log === found.log)) {
        this.#hashed = hashed
        this.wasChanged = false
        return true
      }
      const all = JSON.stringify([marked, found])
      if (all !== seen) quiet = 0
      if (quiet >= WAIT_MS || waited >= LONGEST_WAIT_MS) {
        this.#refused = all
        return false
      }
      seen = all
      quiet += LOOK_AGAIN_MS
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_AGAIN_MS)
    }
  }

  /** Does work that writes to the index, while nobody else does, and marks what it leaves. */
  around<T>(work: () => T): T {
    this.#check()
    try {
      return work()
    } finally {
      if (!this.#isLost) this.write()
    }
  }

  /** Closes the index. While its log has anything in it, others have it open, and closing it has changed nothing. */
  closing(close: () => void): void {
    this.#check()
    close()
    if (!this.#isLost && this.#look().log === undefined) this.write()
  }

  /** What something else had written before would be marked with the rest. */
  #check(): void {
    this.#isLost ||= !this.isValid()
  }

  /** Marks what lies there now; it must have been made or checked by this process. */
  write(): void {
    const { file = '', state = '', log = '', hashed } = this.#look()
    this.#hashed = hashed
    const known = this.#read()
    if (known.file === file && known.state === state && (known.log ?? '') === log) return
    const temporary = join(this.#folder, 'tmp', `mark-${randomUUID()}`)
    try {
      writeFileSync(temporary, `${[file, state, log].join('\n')}\n`, { flag: 'wx', mode: 0o600 })
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

  #read(): Marks {
    const text = readIfThere(this.#file).toString()
    const [file, state, log] = text.split('\n').map((line) => (line === '' ? undefined : line))
    return { file, state, log }
  }

  #look(): FoundMarks {
    if (!existsSync(this.#folder)) return NOTHING
    const path = realpathSync(this.#folder)
    const folder = lstatSync(path, { bigint: true })
    const where = ['jsnap index 2', this.#storeId, path, String(folder.dev), String(folder.ino)]
    const index = lstatSync(this.#index, { bigint: true, throwIfNoEntry: false })
    if (index?.isFile() !== true) return NOTHING
    const hmacOf = (what: readonly (string | bigint)[]) =>
      createHmac('sha256', this.#key)
        .update(JSON.stringify([...where, ...what].map(String)))
        .digest('hex')
    const { dev, ino, birthtimeNs, size, mtimeNs, ctimeNs } = index
    const hashed = logIfThere(`${this.#index}-wal`, this.#hashed)
    return {
      file: hmacOf(['file', dev, ino, birthtimeNs]),
      state: hmacOf(['state', dev, ino, size, mtimeNs, ctimeNs]),
      // A full disk leaves an empty one.
      log: hashed === undefined ? undefined : hmacOf(['log', hashed.hash.copy().digest('hex')]),
      hashed,
    }
  }
}

/** Empty when there is no such file, or it cannot be read. */
function readIfThere(file: string): Buffer {
  try {
    return readPlainFileIfThere(file, FEW_LINES) ?? Buffer.alloc(0)
  } catch (error) {
    if (!isRefusedByDisk(error)) throw error
    return Buffer.alloc(0)
  }
}

/** Undefined also when there is no such file, or it cannot be read. */
function logIfThere(file: string, known: HashedLog | undefined): HashedLog | undefined {
  try {
    return hashLog(file, known)
  } catch (error) {
    if (!isRefusedByDisk(error)) throw error
    return undefined
  }
}

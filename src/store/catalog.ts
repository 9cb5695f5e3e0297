import Database from 'better-sqlite3'
import type { Digest } from '../model/digest.ts'
import { ofStoreDisk } from '../runtime/disk-fault.ts'
import { FrameKind } from './frame.ts'
import type { FrameRef } from './pack.ts'

/** Raised when the tables change: an index of another number is rebuilt from the packs. */
const SCHEMA = 3

const TABLES = [
  'CREATE TABLE packs (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, size INTEGER NOT NULL)',
  `CREATE TABLE objects (
    sha256 BLOB PRIMARY KEY, kind INTEGER NOT NULL, pack INTEGER NOT NULL,
    frame INTEGER NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL
  ) WITHOUT ROWID`,
  `CREATE INDEX commits ON objects (sha256) WHERE kind = ${FrameKind.commit}`,
  'CREATE TABLE records (seq INTEGER NOT NULL, sha256 BLOB NOT NULL, PRIMARY KEY (seq, sha256)) WITHOUT ROWID',
  'CREATE TABLE missing (sha256 BLOB PRIMARY KEY) WITHOUT ROWID',
  'CREATE TABLE changes (before BLOB NOT NULL, after BLOB NOT NULL, lines BLOB NOT NULL, PRIMARY KEY (before, after))',
]

/** For thousands of commits as they mostly are; whoever copies the index copies this as well. */
const KEPT_BYTES = 32 * 1024 * 1024

/** Where an object lies. */
export interface Location {
  readonly kind: FrameKind
  readonly pack: Digest
  readonly frame: number
  readonly offset: number
  readonly length: number
}

/** Knows again what the index's own process has written to its files. */
export interface Mark {
  /** Does work that writes to them, while nobody else does. */
  around<T>(work: () => T): T
  /** Closes them; the last to do so writes what is in the log to its place. */
  closing(close: () => void): void
}

/** Where there is nobody who could have written to them. */
const UNMARKED: Mark = { around: (work) => work(), closing: (close) => close() }

/** Thrown for a database that is not, or no longer, an index of this jsnap; it is to be rebuilt. */
export class NotAnIndex extends Error {
  override readonly name = 'NotAnIndex'
}

/** The SQLite index over the packs: where each object lies. All of it can be rebuilt from the packs. */
export class Catalog {
  readonly #db: Database.Database
  readonly #mark: Mark
  readonly #statements = new Map<string, Database.Statement>()

  readonly #locate: Database.Statement
  readonly #packNames = new Map<number, Digest>()

  private constructor(db: Database.Database, mark: Mark) {
    this.#db = db
    this.#mark = mark
    this.#locate = db.prepare('SELECT kind, pack, frame, offset, length FROM objects WHERE sha256 = ?').raw()
  }

  /** Makes an empty index in a file that holds nothing yet. It is to be filled, closed and then opened. */
  static create(file: string): Catalog {
    const db = new Database(file)
    // A half made index is never opened again, so that nothing need be kept for taking it back.
    db.pragma('journal_mode = OFF')
    db.pragma('synchronous = OFF')
    return Catalog.#made(db)
  }

  /** An empty index that is gone with the process. */
  static inMemory(): Catalog {
    return Catalog.#made(new Database(':memory:'))
  }

  /** Opens an index that this user has made. @throws SqliteError, NotAnIndex, JsnapError Locked, StoreDisk */
  static open(file: string, mark?: Mark): Catalog {
    const prepare = (db: Database.Database) => {
      db.pragma('journal_mode = WAL')
      db.pragma('synchronous = NORMAL')
      // What a transaction writes is written at its end, so that it is marked at once.
      db.pragma('cache_spill = OFF')
    }
    return Catalog.#opened(new Database(file, { fileMustExist: true, timeout: 10_000 }), prepare, mark)
  }

  /** Opens a copy of an index whose file nobody has open; what is written to it is gone with the process. @throws SqliteError, NotAnIndex */
  static openCopy(bytes: Buffer): Catalog {
    // A database in memory has no write-ahead log; these two bytes of the header say whether there is one.
    bytes.fill(1, 18, 20)
    return Catalog.#opened(new Database(bytes), () => undefined)
  }

  static #made(db: Database.Database): Catalog {
    return Catalog.#opened(db, () => {
      db.exec(TABLES.join(';'))
      db.pragma(`user_version = ${SCHEMA}`)
    })
  }

  static #opened(db: Database.Database, prepare: (db: Database.Database) => void, mark = UNMARKED): Catalog {
    try {
      db.pragma('trusted_schema = OFF')
      db.pragma('cell_size_check = ON')
      db.pragma('cache_size = -32000')
      prepare(db)
      checkSchema(db)
      return new Catalog(db, mark)
    } catch (error) {
      db.close()
      throw ofStoreDisk(error)
    }
  }

  /** Writes a copy of the index, as it is now, to a file that is not there yet. */
  copyTo(file: string): void {
    this.#db.prepare('VACUUM INTO ?').run(file)
    // As the first to open it would: it is as it was marked from then on.
    Catalog.open(file).close()
  }

  close(): void {
    this.#mark.closing(() => this.#db.close())
  }

  /** Runs work that reads as one transaction. */
  reading<T>(work: () => T): T {
    return this.#db.transaction(work)()
  }

  /** Runs work that writes as one transaction. @throws JsnapError Locked when something else writes to the index for longer than is waited */
  writing<T>(work: () => T): T {
    return this.#db.inTransaction ? work() : this.#written(work)
  }

  #written<T>(work: () => T): T {
    // From here on nobody else writes, so that what is looked at before and marked at the end is this transaction's.
    try {
      this.#db.exec('BEGIN IMMEDIATE')
    } catch (error) {
      throw ofStoreDisk(error)
    }
    try {
      return this.#mark.around(() => {
        const result = work()
        this.#db.exec('COMMIT')
        return result
      })
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK')
      throw error
    }
  }

  /** Records a sealed pack and everything in it. An object that is already known keeps its first place, but a commit is always known as one. */
  addPack(name: Digest, size: number, frames: Iterable<FrameRef>): void {
    this.writing(() => {
      // The very same pack may come again: one that was truncated or damaged is whole now, and has what was lost of it.
      this.#run(
        'INSERT INTO packs (name, size) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET size = excluded.size',
        name,
        size,
      )
      const pack = this.#prepare('SELECT id FROM packs WHERE name = ?').pluck().get(name) as number
      const insert = this.#prepare(
        `INSERT INTO objects VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET kind = excluded.kind,
         pack = excluded.pack, frame = excluded.frame, offset = excluded.offset, length = excluded.length
         WHERE excluded.kind = ${FrameKind.commit}`,
      )
      for (const frame of frames) {
        for (const object of frame.objects) {
          insert.run(key(object.sha256), frame.kind, pack, frame.offset, object.offset, object.length)
        }
      }
    })
  }

  /** Notes a record of the refs that a pack holds. */
  addRecord(seq: number, id: Digest): void {
    this.#run('INSERT OR IGNORE INTO records VALUES (?, ?)', seq, key(id))
  }

  /** The number of the last record of the refs that any pack held; 0 where there is none. */
  newestRecord(): number {
    return this.#prepare('SELECT coalesce(max(seq), 0) FROM records').pluck().get() as number
  }

  /** The records of the refs that have a greater number, the greatest first. */
  recordsAfter(seq: number): { readonly seq: number; readonly id: Digest }[] {
    const statement = this.#prepare(
      'SELECT seq, lower(hex(sha256)) AS id FROM records WHERE seq > ? ORDER BY seq DESC, sha256',
    )
    return statement.all(seq) as { seq: number; id: Digest }[]
  }

  /** The records of the refs that have a number: more than one in a store of older versions, or of which two copies were put together. */
  recordsOf(seq: number): Digest[] {
    const statement = this.#prepare('SELECT lower(hex(sha256)) FROM records WHERE seq = ? ORDER BY sha256')
    return statement.pluck().all(seq) as Digest[]
  }

  /** Every record of the refs. */
  recordIds(): Digest[] {
    return this.#prepare('SELECT lower(hex(sha256)) FROM records').pluck().all() as Digest[]
  }

  /** The known packs by name, with their sizes. */
  packs(): Map<Digest, number> {
    const rows = this.#prepare('SELECT name, size FROM packs').all() as { name: Digest; size: number }[]
    return new Map(rows.map(({ name, size }) => [name, size]))
  }

  has(sha256: Digest): boolean {
    return this.#prepare('SELECT 1 FROM objects WHERE sha256 = ?').get(key(sha256)) !== undefined
  }

  isEmpty(): boolean {
    return this.#prepare('SELECT 1 FROM objects LIMIT 1').get() === undefined
  }

  locate(sha256: Digest): Location | undefined {
    // Rows as arrays and no join: diff and unchanged commits ask this thousands of times.
    const row = this.#locate.get(key(sha256)) as [FrameKind, number, number, number, number] | undefined
    if (row === undefined) return undefined
    const [kind, pack, frame, offset, length] = row
    return { kind, pack: this.#packName(pack), frame, offset, length }
  }

  #packName(id: number): Digest {
    let name = this.#packNames.get(id)
    if (name === undefined) {
      name = this.#prepare('SELECT name FROM packs WHERE id = ?').pluck().get(id) as Digest
      this.#packNames.set(id, name)
    }
    return name
  }

  /** Every object and where its frame begins. */
  *objects(): Generator<{ readonly sha256: Digest; readonly pack: Digest; readonly frame: number }> {
    yield* this.#db
      .prepare(
        'SELECT lower(hex(sha256)) AS sha256, name AS pack, frame FROM objects JOIN packs ON packs.id = pack',
      )
      .iterate() as IterableIterator<{ sha256: Digest; pack: Digest; frame: number }>
  }

  /** The objects whose place is in a pack. */
  objectsIn(pack: Digest): Digest[] {
    const rows = this.#prepare(
      'SELECT lower(hex(sha256)) AS sha256 FROM objects JOIN packs ON packs.id = pack WHERE name = ?',
    ).all(pack) as { sha256: Digest }[]
    return rows.map(({ sha256 }) => sha256)
  }

  counts(): { packs: number; packBytes: number; objects: number } {
    return this.#prepare(
      'SELECT count(*) AS packs, coalesce(sum(size), 0) AS packBytes, (SELECT count(*) FROM objects) AS objects FROM packs',
    ).get() as { packs: number; packBytes: number; objects: number }
  }

  /** Every commit, in the order of their ids. */
  commitIds(): Digest[] {
    const rows = this.#prepare(
      `SELECT lower(hex(sha256)) AS id FROM objects WHERE kind = ${FrameKind.commit} ORDER BY sha256`,
    ).all() as { id: Digest }[]
    return rows.map(({ id }) => id)
  }

  /**
   * Notes contents that versions name and that cannot be had whole, so that the next commit reads and stores them again.
   * A list whose chunks are lost is forgotten: it will be written again with them.
   */
  setMissing(missing: Iterable<Digest>): void {
    this.writing(() => {
      this.#run('DELETE FROM missing')
      this.forgetObjects([...missing])
    })
  }

  /** Forgets packs; what they held is noted as missing. */
  forgetPacks(names: readonly Digest[]): void {
    this.#packNames.clear()
    this.writing(() => {
      for (const name of names) {
        const held = 'FROM objects WHERE pack = (SELECT id FROM packs WHERE name = ?)'
        this.#run(`INSERT OR IGNORE INTO missing SELECT sha256 ${held}`, name)
        this.#run(`DELETE ${held}`, name)
        this.#run('DELETE FROM packs WHERE name = ?', name)
      }
    })
  }

  /** Notes objects as missing. */
  forgetObjects(objects: readonly Digest[]): void {
    this.writing(() => {
      for (const sha256 of objects) {
        this.#run('INSERT OR IGNORE INTO missing VALUES (?)', key(sha256))
        this.#run('DELETE FROM objects WHERE sha256 = ?', key(sha256))
      }
    })
  }

  /** Every content that is kept as a list of its chunks. */
  chunkLists(): Digest[] {
    return this.#prepare(`SELECT lower(hex(sha256)) FROM objects WHERE kind = ${FrameKind.chunks}`)
      .pluck()
      .all() as Digest[]
  }

  /** Contents that were found missing and have not been stored since. */
  missing(): Set<Digest> {
    const rows = this.#prepare(
      'SELECT lower(hex(sha256)) AS sha256 FROM missing WHERE sha256 NOT IN (SELECT sha256 FROM objects)',
    ).all() as { sha256: Digest }[]
    return new Set(rows.map(({ sha256 }) => sha256))
  }

  /** Keeps what two trees differ in; of all that is kept, the oldest goes when it is more than `KEPT_BYTES`. */
  keepChanges(before: Digest, after: Digest, lines: Uint8Array): void {
    this.writing(() => {
      this.#run('INSERT OR REPLACE INTO changes VALUES (?, ?, ?)', key(before), key(after), lines)
      this.#run(
        `DELETE FROM changes WHERE rowid IN (SELECT id FROM
         (SELECT rowid AS id, sum(length(lines)) OVER (ORDER BY rowid DESC) AS bytes FROM changes) WHERE bytes > ?)`,
        KEPT_BYTES,
      )
    })
  }

  keptChanges(before: Digest, after: Digest): Buffer | undefined {
    const statement = this.#prepare('SELECT lines FROM changes WHERE before = ? AND after = ?').pluck()
    return statement.get(key(before), key(after)) as Buffer | undefined
  }

  /** What SQLite itself says of the file; empty when it is intact. */
  selfCheck(): string[] {
    const rows = this.#db.pragma('quick_check') as { quick_check: string }[]
    return rows.map((row) => row.quick_check).filter((text) => text !== 'ok')
  }

  #prepare(sql: string): Database.Statement {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.#db.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  #run(sql: string, ...values: unknown[]): Database.RunResult {
    return this.#prepare(sql).run(...values)
  }
}

/** @throws NotAnIndex when there is anything else than the tables of this jsnap */
function checkSchema(db: Database.Database): void {
  const version = db.pragma('user_version', { simple: true }) as number
  if (version !== SCHEMA) throw new NotAnIndex(`it has schema ${version}, and this jsnap writes ${SCHEMA}`)
  const found = db.prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL').pluck().all() as string[]
  if (found.sort().join(';') !== [...TABLES].sort().join(';')) throw new NotAnIndex('it has other tables')
}

function key(sha256: Digest): Buffer {
  return Buffer.from(sha256, 'hex')
}

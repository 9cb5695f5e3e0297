import { chmodSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { Digest } from '../model/digest.ts'
import { Kind } from './frame.ts'
import type { FrameRef } from './pack.ts'

/** Raised when the tables change: an index of another number is built anew from the packs. */
const SCHEMA = 2

const TABLES = `
  CREATE TABLE packs (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, size INTEGER NOT NULL);
  CREATE TABLE objects (
    sha256 BLOB PRIMARY KEY, kind INTEGER NOT NULL, pack INTEGER NOT NULL,
    frame INTEGER NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX commits ON objects (sha256) WHERE kind = ${Kind.commit};
  CREATE TABLE missing (sha256 BLOB PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE changes (before BLOB NOT NULL, after BLOB NOT NULL, lines BLOB NOT NULL, PRIMARY KEY (before, after));
`

/** For thousands of commits as they mostly are; whoever copies the index copies this as well. */
const KEPT_BYTES = 32 * 1024 * 1024

/** Where an object lies. */
export interface Location {
  readonly kind: Kind
  readonly pack: Digest
  readonly frame: number
  readonly offset: number
  readonly length: number
}

/** The SQLite index over the packs: where each object lies. All of it can be made anew from the packs. */
export class Catalog {
  readonly #db: Database.Database
  readonly #statements = new Map<string, Database.Statement>()

  readonly #locate: Database.Statement
  readonly #packNames = new Map<number, Digest>()

  private constructor(db: Database.Database) {
    this.#db = db
    this.#locate = db.prepare('SELECT kind, pack, frame, offset, length FROM objects WHERE sha256 = ?').raw()
  }

  /** Opens the index file, creating an empty one. `fresh` says that its tables were just made and hold nothing yet. @throws SqliteError when the file is damaged */
  static open(file: string): { catalog: Catalog; fresh: boolean } {
    const db = new Database(file)
    try {
      chmodSync(file, 0o600)
      db.pragma('journal_mode = WAL')
      db.pragma('synchronous = NORMAL')
      db.pragma('busy_timeout = 10000')
      db.pragma('cache_size = -32000')
      const version = db.pragma('user_version', { simple: true })
      const fresh = version !== SCHEMA
      if (fresh) {
        db.transaction(() => {
          const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as {
            name: string
          }[]
          for (const { name } of tables) db.exec(`DROP TABLE "${name}"`)
          db.exec(TABLES)
          db.pragma(`user_version = ${SCHEMA}`)
        })()
      }
      return { catalog: new Catalog(db), fresh }
    } catch (error) {
      db.close()
      throw error
    }
  }

  /** Writes a copy of the index, as it is now, to a file that is not there yet. */
  copyTo(file: string): void {
    this.#db.prepare('VACUUM INTO ?').run(file)
  }

  close(): void {
    this.#db.close()
  }

  /** Runs work as one transaction. */
  transaction<T>(work: () => T): T {
    return this.#db.transaction(work)()
  }

  /** Records a sealed pack and everything in it. An object that is already known keeps its first place, but a commit is always known as one. */
  addPack(name: Digest, size: number, frames: Iterable<FrameRef>): void {
    this.transaction(() => {
      const { lastInsertRowid: pack, changes } = this.#run(
        'INSERT OR IGNORE INTO packs (name, size) VALUES (?, ?)',
        name,
        size,
      )
      // The very same pack again, as of a commit that was made twice within a millisecond.
      if (changes === 0) return
      const insert = this.#prepare(
        `INSERT INTO objects VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET kind = excluded.kind,
         pack = excluded.pack, frame = excluded.frame, offset = excluded.offset WHERE excluded.kind = ${Kind.commit}`,
      )
      for (const frame of frames) {
        for (const object of frame.objects) {
          insert.run(key(object.sha256), frame.kind, pack, frame.offset, object.offset, object.length)
        }
      }
    })
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
    const row = this.#locate.get(key(sha256)) as [Kind, number, number, number, number] | undefined
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
      `SELECT lower(hex(sha256)) AS id FROM objects WHERE kind = ${Kind.commit} ORDER BY sha256`,
    ).all() as { id: Digest }[]
    return rows.map(({ id }) => id)
  }

  /**
   * Notes contents that versions name and that cannot be had whole, so that the next commit reads and stores them again.
   * A list whose chunks are lost is forgotten: it will be written anew with them.
   */
  setMissing(missing: Iterable<Digest>): void {
    this.transaction(() => {
      this.#run('DELETE FROM missing')
      for (const sha256 of missing) {
        this.#run('INSERT OR IGNORE INTO missing VALUES (?)', key(sha256))
        this.#run('DELETE FROM objects WHERE sha256 = ?', key(sha256))
      }
    })
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
    this.transaction(() => {
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

  /** Forgets everything. */
  clear(): void {
    this.#packNames.clear()
    this.#db.exec('DELETE FROM objects; DELETE FROM packs; DELETE FROM missing; DELETE FROM changes')
  }

  /** What SQLite itself says of the file; empty when it is sound. */
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

function key(sha256: Digest): Buffer {
  return Buffer.from(sha256, 'hex')
}

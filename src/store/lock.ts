import { chmodSync } from 'node:fs'
import Database from 'better-sqlite3'
import { codeOf, JsnapError } from '../model/errors.ts'

/**
 * Holds a store for writing until it is released. It is a lock of the operating system (SQLite's on a file of its own),
 * so it ends with the process however that ends, and there are no stale locks.
 */
export class Lock {
  readonly #db: Database.Database

  private constructor(db: Database.Database) {
    this.#db = db
  }

  /** @throws JsnapError Locked when another process writes to the store */
  static acquire(file: string): Lock {
    const db = new Database(file, { timeout: 0 })
    try {
      chmodSync(file, 0o600)
      db.exec('BEGIN EXCLUSIVE')
      return new Lock(db)
    } catch (error) {
      db.close()
      if (codeOf(error) !== 'SQLITE_BUSY') throw error
      throw new JsnapError('Locked', `another jsnap is writing to the store of ${file}`, {
        hint: 'wait until it has ended; reading commands work meanwhile',
        cause: error,
      })
    }
  }

  release(): void {
    this.#db.close()
  }
}

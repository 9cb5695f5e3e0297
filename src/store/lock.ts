import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { codeOf, JsnapError } from '../runtime/errors.ts'
import { lockHolder } from '../runtime/lock-holder.ts'
import { closeSync, lstatSync, openSync } from './disk.ts'
import { kindOf, notPlain } from './plain-file.ts'
import { checkFitsSqlite } from './sqlite-path.ts'

/**
 * Holds a store for writing until it is released. It is a lock of the operating system (SQLite's on a file of its own),
 * so it ends with the process however that ends, and there are no stale locks.
 */
export class Lock {
  readonly #db: Database.Database

  private constructor(db: Database.Database) {
    this.#db = db
  }

  /** @throws JsnapError Locked when another process has it for longer than is waited; Corrupt, Usage */
  static acquire(file: string, waitMs = 0): Lock {
    checkFitsSqlite(file)
    makeEmpty(file)
    const db = new Database(file, { timeout: waitMs })
    try {
      db.exec('BEGIN EXCLUSIVE')
      return new Lock(db)
    } catch (error) {
      db.close()
      if (codeOf(error) !== 'SQLITE_BUSY') throw error
      throw locked(file, error)
    }
  }

  release(): void {
    this.#db.close()
  }
}

function locked(file: string, cause: unknown): JsnapError {
  const { pid, since } = lockHolder(file) ?? {}
  const began = since === undefined ? '' : `, since ${new Date(since).toISOString().replace(/\.\d+/, '')}`
  const who = pid === undefined ? '' : `: process ${pid} on this host${began}`
  const look = pid === undefined ? '' : ` ('ps -fp ${pid}' shows its command)`
  const message = `another jsnap is writing to the store '${dirname(file)}'${who}`
  return new JsnapError('Locked', message, {
    hint: `wait until it has finished${look}; commands that only read work meanwhile`,
    cause,
  })
}

/** SQLite is shown no file but an empty one: in any other, and in what lies beside it, it would do what that says. */
function makeEmpty(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    const stats = lstatSync(file)
    if (!stats.isFile()) throw notPlain(file, kindOf(stats))
    if (stats.size > 0) throw notPlain(file, 'a file that is not empty')
    // SQLite would open it for reading alone, and lock nobody out.
    closeSync(openSync(file, 'r+'))
  }
}

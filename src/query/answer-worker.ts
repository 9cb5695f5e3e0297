import { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { codeOf, messageOf } from '../runtime/errors.ts'
import { regexp } from './regexp.ts'

/** A statement, and the file of the tables that it is about. */
export interface AnswerTask {
  readonly file: string
  readonly sql: string
  /** How many columns the answer has. */
  readonly columns: number
}

/** Says that the answer is in the table `answer`, or why it is not. */
export interface AnswerResult {
  readonly error?: { readonly code: string | undefined; readonly message: string }
}

// Nothing else runs in this thread while SQLite works, so another one sees to it that no process stays behind.
const WATCH = `setInterval(() => process.ppid === ${process.ppid} || process.kill(process.pid, 'SIGKILL'), 500)`
new Worker(WATCH, { eval: true }).unref()

// A process of its own: SQLite works on a statement for as long as it takes, and only the end of the process ends that.
process.once('message', (task: AnswerTask) => {
  process.send?.(answer(task), () => process.disconnect())
})

function answer({ file, sql, columns }: AnswerTask): AnswerResult {
  const db = new Database(file)
  try {
    db.pragma('temp_store = MEMORY')
    db.pragma('journal_mode = OFF')
    db.pragma('synchronous = OFF')
    db.function('regexp', { deterministic: true }, regexp)
    // Columns without a type leave values as they are.
    db.exec(`CREATE TABLE answer (${Array.from({ length: columns }, (_, i) => `c${i}`).join(', ')})`)
    db.prepare(`INSERT INTO answer ${sql}`).run()
    return {}
  } catch (error) {
    return { error: { code: codeOf(error), message: messageOf(error) } }
  } finally {
    db.close()
  }
}

import { writeSync } from 'node:fs'
import { SHARE_ENV, Worker } from 'node:worker_threads'
import { messageOf } from '../runtime/errors.ts'
import { superviseSignals } from './signals.ts'

/** From source the threads are TypeScript as well. */
const EXTENSION = import.meta.url.endsWith('.ts') ? '.ts' : '.js'

const FAILED = 1

/** Runs the command line in a thread of its own and ends with its exit code. */
export function supervise(process: NodeJS.Process): void {
  const thread = new Worker(new URL(`./command-thread${EXTENSION}`, import.meta.url), {
    argv: process.argv.slice(2),
    env: SHARE_ENV,
    // The thread writes on its own; what it has as its stdout stays unused.
    stdout: true,
  })
  superviseSignals(process, thread)
  thread.on('error', (error) => {
    writeSync(2, `error: internal error: ${messageOf(error)}\n`)
    process.exitCode = FAILED
  })
  thread.on('exit', (code) => {
    // At once, and not when the loop has run dry: until then Node would put back what a signal does by default.
    process.exit(process.exitCode ?? code)
  })
}

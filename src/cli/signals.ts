import { existsSync } from 'node:fs'

/** So long a command has for a clean end after a SIGTERM: what sends one mostly sends SIGKILL soon after. */
const TERMINATION_GRACE_MS = 1500
/** A thread is ended at once, but in code of the system or of a library, which may never return. */
const END_GRACE_MS = 300

const INTERRUPTED = 130
const SHELL = '/bin/sh'

/** The thread of a command, as far as signals are about it. */
export interface CommandThread {
  postMessage(signal: NodeJS.Signals): void
  terminate(): Promise<unknown>
  on(event: 'message', listener: (answer: ThreadAnswer) => void): unknown
}

/** What the thread says: that it has loaded its code, or that a pager has the terminal and a Ctrl-C is the pager's. */
export type ThreadAnswer = 'loaded' | 'paged'

/**
 * Hands the first signal to the thread of a command, which comes to a clean end if it can, and ends it at the second, or
 * some time after a SIGTERM. Nothing else runs in the main thread, since Node hears signals there only, between turns:
 * whatever work a hostile input makes, it is ended. Signals are heard until the process is gone: one that comes while it
 * ends would else end it without an exit code.
 */
export function superviseSignals(process: NodeJS.Process, thread: CommandThread): void {
  let isLoaded = false
  let wasAsked = false
  thread.on('message', (answer) => {
    if (answer === 'loaded') isLoaded = true
    else wasAsked = false
  })
  const end = () => {
    setTimeout(abandon, END_GRACE_MS, process)
    // With that the process ends as soon as the thread has ended, whose own code is that of a failure.
    process.exitCode = INTERRUPTED
    void thread.terminate()
  }
  const listener = (name: NodeJS.Signals) => {
    // A thread that is ended while it loads can abort the process, and nothing is under way yet.
    if (!isLoaded) abandon(process)
    else if (wasAsked) end()
    else {
      wasAsked = true
      thread.postMessage(name)
      if (name === 'SIGTERM') setTimeout(end, TERMINATION_GRACE_MS)
    }
  }
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, listener)
}

/** Ends the process whatever its threads are in: an exit would wait for them, and a signal to itself leaves no exit code. */
function abandon(process: NodeJS.Process): void {
  // Node aborts where it cannot be run. Windows has neither.
  if (existsSync(SHELL)) process.execve?.(SHELL, ['sh', '-c', `exit ${INTERRUPTED}`], {})
  process.removeAllListeners('SIGINT')
  process.kill(process.pid, 'SIGINT')
}

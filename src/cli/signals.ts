/** So long a command has for a clean end after a SIGTERM: what sends one mostly sends SIGKILL soon after. */
const TERMINATION_GRACE_MS = 1500
/** A thread is ended at once, but in code of the system or of a library, which may never return. */
const END_GRACE_MS = 300

const INTERRUPTED = 130

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
 * whatever work a hostile input makes, it is ended. `remove` puts things back as they were.
 */
export function superviseSignals(
  process: NodeJS.Process,
  thread: CommandThread,
): { readonly remove: () => void } {
  let isLoaded = false
  let wasAsked = false
  let asking: NodeJS.Timeout | undefined
  thread.on('message', (answer) => {
    if (answer === 'loaded') isLoaded = true
    else wasAsked = false
  })
  const signals = ['SIGINT', 'SIGTERM'] as const
  const remove = () => {
    clearTimeout(asking)
    for (const name of signals) process.off(name, listener)
  }
  const die = (name: NodeJS.Signals) => {
    remove()
    process.kill(process.pid, name)
  }
  const end = () => {
    setTimeout(die, END_GRACE_MS, 'SIGINT')
    void thread.terminate().then(() => process.exit(INTERRUPTED))
  }
  const listener = (name: NodeJS.Signals) => {
    // A thread that is ended while it loads can abort the process, and nothing is under way yet.
    if (!isLoaded) die(name)
    else if (wasAsked) end()
    else {
      wasAsked = true
      thread.postMessage(name)
      if (name === 'SIGTERM') asking = setTimeout(end, TERMINATION_GRACE_MS)
    }
  }
  for (const name of signals) process.on(name, listener)
  return { remove }
}

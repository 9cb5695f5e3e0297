import { JsnapError } from '../runtime/errors.ts'
import type { ThreadAnswer } from './signals.ts'

/** What hands signals to the thread of a command, and hears what it answers. */
export interface SignalPort {
  on(event: 'message', listener: (name: NodeJS.Signals) => void): unknown
  /** Has the thread end although it could be sent more. */
  unref(): void
  postMessage(answer: ThreadAnswer): void
}

/**
 * Turns a request to end into an abort, so that work under way is brought to a clean end. While a pager has the terminal,
 * Ctrl-C is the pager's: it ends nothing.
 */
export function abortOnRequest(
  port: SignalPort,
  say: (text: string) => void,
  isPaged: () => boolean,
): AbortSignal {
  const controller = new AbortController()
  port.on('message', (name) => {
    if (name === 'SIGINT' && isPaged()) {
      port.postMessage('paged')
      return
    }
    say('interrupted: finishing the work in progress; press Ctrl-C again to stop at once')
    controller.abort(new JsnapError('Interrupted', 'interrupted'))
  })
  port.unref()
  return controller.signal
}

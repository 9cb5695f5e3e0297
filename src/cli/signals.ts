import { JsnapError } from '../model/errors.ts'

/**
 * Turns the first Ctrl-C into an abort, so that work under way is brought to a clean end, and the second into an exit.
 * While a pager has the terminal, Ctrl-C is the pager's: it ends nothing. `remove` puts things back as they were.
 */
export function abortOnSignals(
  process: NodeJS.Process,
  say: (text: string) => void,
  isPaged: () => boolean,
): { readonly signal: AbortSignal; readonly remove: () => void } {
  const controller = new AbortController()
  const listener = (name: NodeJS.Signals) => {
    if (name === 'SIGINT' && isPaged()) return
    if (controller.signal.aborted) process.exit(130)
    say('interrupted: finishing what is under way, press Ctrl-C again to stop at once')
    controller.abort(new JsnapError('Interrupted', 'interrupted'))
  }
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const name of signals) process.on(name, listener)
  return {
    signal: controller.signal,
    remove: () => {
      for (const name of signals) process.off(name, listener)
    },
  }
}

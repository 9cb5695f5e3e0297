import { JsnapError } from '../index.ts'
import type { Run } from '../terminal/context.ts'
import { DONE } from '../terminal/exit-code.ts'
import { COMPLETION_SCRIPTS } from './completion-scripts.ts'
import type { CompletionOptions } from './completion.flags.ts'

/** Prints a completion script. */
export const run: Run<CompletionOptions> = ({ shell, json }, { io }) => {
  const script = Object.entries(COMPLETION_SCRIPTS).find(([name]) => name === shell)?.[1]
  if (script === undefined) {
    const shells = Object.keys(COMPLETION_SCRIPTS).join(', ')
    throw new JsnapError('Usage', `there is no completion for '${shell}'`, {
      hint: `the shells are ${shells}`,
    })
  }
  if (json === true) io.json({ shell, script })
  else io.line(script.trimEnd())
  return Promise.resolve(DONE)
}

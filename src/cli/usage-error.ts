import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import type { CommanderError } from 'commander'
import { JsnapError } from '../runtime/errors.ts'
import { helpHint } from './help-hint.ts'

/** The error that commander has found in a command line, in our words; undefined when it only printed help or the version. */
export function usageError(error: CommanderError, command: CommandUnknownOpts): JsnapError | undefined {
  // A group of commands that is named alone prints its help.
  if (error.exitCode === 0 || error.code === 'commander.help') return undefined
  const [, message = '', suggestion] = PARTS.exec(error.message) ?? []
  return new JsnapError('Usage', reworded(message), { hint: suggestion?.toLowerCase() ?? helpHint(command) })
}

/** What a value was that is refused may have anything in it. */
const PARTS = /^(?:error: )?(.*?)(?:\n\((Did you mean [^\n]*\?)\))?$/s

function reworded(message: string): string {
  return message
    .replace(/\.$/, '')
    .replace(/^(option '[^']*') argument ('.*') is invalid\. Allowed choices are /s, '$1: $2 is not one of ')
    .replace(/^(option '[^']*') argument ('.*') is invalid\. /s, '$1: $2 ')
    .replace(/^(option '[^']*') argument missing$/, '$1: missing value')
    .replace(/^(too many arguments[^.]*)\. Expected /, '$1: expected ')
}

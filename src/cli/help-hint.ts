import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { fullName } from './full-name.ts'

/** The hint of an error in the use of a command: where its help is. */
export function helpHint(command: CommandUnknownOpts): string {
  const lists = command.commands.length === 0 ? 'its arguments and options' : 'commands and options'
  return `'${fullName(command)} --help' lists ${lists}`
}

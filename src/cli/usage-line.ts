import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { fullName } from './full-name.ts'

/** A command and its arguments as one line. */
export function usageLine(command: CommandUnknownOpts): string {
  return [fullName(command), ...argumentTerms(command)].join(' ')
}

/** The arguments of a command, as help writes them. */
export function argumentTerms(command: CommandUnknownOpts): string[] {
  return command.registeredArguments.map((argument) => {
    const name = argument.name() + (argument.variadic ? '…' : '')
    return argument.required ? `<${name}>` : `[${name}]`
  })
}

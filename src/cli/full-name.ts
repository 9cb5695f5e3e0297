import type { CommandUnknownOpts } from '@commander-js/extra-typings'

/** A command as it is written, after those that it is below. */
export function fullName(command: CommandUnknownOpts): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`
}

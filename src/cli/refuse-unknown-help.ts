import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { unknownCommand } from './unknown-command.ts'

/** Nothing to print before the help that was asked for. @throws JsnapError Usage where the command does not exist */
export function refuseUnknownHelp(root: CommandUnknownOpts): string {
  let group = root
  for (const word of root.args.filter((arg) => !arg.startsWith('-') && arg !== 'help')) {
    // What follows is the command's own.
    if (group.commands.length === 0) return ''
    const named = group.commands.find((command) => command.name() === word)
    if (named === undefined) throw unknownCommand(group, word)
    group = named
  }
  return ''
}

import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import type { CommanderError } from 'commander'
import { JsnapError } from '../runtime/errors.ts'
import { didYouMean, nearest } from '../runtime/nearest.ts'
import { helpHint } from './help-hint.ts'
import { unknownCommand } from './unknown-command.ts'
import { usageLine } from './usage-line.ts'

/** The error that commander has found in a command line, in our words; undefined when it only printed help or the version. */
export function usageError(error: CommanderError, command: CommandUnknownOpts): JsnapError | undefined {
  // A group of commands that is named alone prints its help.
  if (error.exitCode === 0 || error.code === 'commander.help') return undefined
  const message = error.message.replace(/^error: /, '')
  const help = helpHint(command)
  if (error.code === 'commander.unknownCommand') return unknownCommand(command, quotedIn(message))
  if (error.code === 'commander.unknownOption') {
    const meant = suggestedOption(command, quotedIn(message))
    return new JsnapError('Usage', message, { hint: meant === undefined ? help : `${meant} ${help}` })
  }
  const isOfArguments = ['commander.missingArgument', 'commander.excessArguments'].includes(error.code)
  return new JsnapError('Usage', reworded(message), {
    hint: isOfArguments ? `the usage is '${usageLine(command)}'; ${help}` : help,
  })
}

/** What was written may have anything in it. */
function quotedIn(message: string): string {
  return /'(.*)'/s.exec(message)?.[1] ?? ''
}

function suggestedOption(command: CommandUnknownOpts, given: string): string | undefined {
  const [, name] = /^-{1,2}([^=]{2,})/.exec(given) ?? []
  const known = [command, ...(command.parent === null ? [] : [command.parent])]
    .flatMap(({ options }) => options)
    .map(({ long }) => (long ?? '').slice(2))
    .filter((long) => long !== '')
  if (name === undefined) return undefined
  const near = known.includes(name) ? name : nearest(name, [...known, 'help'])
  return near === undefined ? undefined : didYouMean(`--${near}`)
}

function reworded(message: string): string {
  return message
    .replace(/\.$/, '')
    .replace(/^(option '[^']*') argument ('.*') is invalid\. Allowed choices are /s, '$1: $2 is not one of ')
    .replace(/^(option '[^']*') argument ('.*') is invalid\. /s, '$1: $2 ')
    .replace(/^(option '[^']*') argument missing$/, '$1: missing value')
    .replace(/^(too many arguments[^.]*)\. Expected /, '$1: expected ')
}

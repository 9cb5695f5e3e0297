import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { JsnapError } from '../runtime/errors.ts'
import { didYouMean, suggestion } from '../runtime/nearest.ts'
import { helpHint } from './help-hint.ts'
import { wordOfOthers } from './words-of-others.ts'

/** The error of a word that is no command of this group: what was probably meant, or that it is not there yet. */
export function unknownCommand(group: CommandUnknownOpts, word: string): JsnapError {
  const help = helpHint(group)
  const other = group.parent === null ? wordOfOthers(word) : undefined
  if (other?.missing !== undefined) {
    const does = group.commands.find((command) => command.name() === other.instead)
    return new JsnapError('Usage', `there is no command '${word}' yet: ${other.missing}`, {
      hint: does === undefined ? help : `'jsnap ${does.name()}' can ${does.summary()}`,
    })
  }
  const names = group
    .createHelp()
    .visibleCommands(group)
    .map((command) => command.name())
  const meant = other?.instead === undefined ? suggestion(word, names) : didYouMean(other.instead)
  return new JsnapError('Usage', `unknown command '${word}'`, {
    hint: meant === undefined ? help : `${meant} ${help}`,
  })
}

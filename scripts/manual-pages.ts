/** The manual pages of all commands, from their help; `generate.ts` writes them. */
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { fullName } from '../src/cli/full-name.ts'
import { allCommands } from './command-tree.ts'

/** The pages by the names of their files, as `jsnap-commit.1`. */
export function manualPages(): ReadonlyMap<string, string> {
  const commands = allCommands()
  return new Map(commands.map((command) => [`${pageName(command)}.1`, page(command, commands)]))
}

function page(command: CommandUnknownOpts, all: readonly CommandUnknownOpts[]): string {
  const help = command.createHelp()
  const name = fullName(command)
  const options = help.visibleOptions(command)
  const below = all.filter((one) => one.parent === command)
  const others = [...(command.parent === null ? [] : [command.parent]), ...below]
  const sections = [
    `.TH ${pageName(command).toUpperCase()} 1 "" "jsnap" "jsnap manual"`,
    `.SH NAME\n${pageName(command)} \\- ${roff(command.summary() || command.description())}`,
    `.SH SYNOPSIS\n.B ${roff(name)}\n${roff(help.commandUsage(command).slice(name.length).trim())}`,
    `.SH DESCRIPTION\n${roff(command.description())}`,
    list(
      'OPTIONS',
      options.map((option) => [help.optionTerm(option), help.optionDescription(option)]),
    ),
    list(
      'COMMANDS',
      below.map((one) => [help.subcommandTerm(one), one.summary()]),
    ),
    ...examplesOf(command),
    ...(others.length === 0
      ? []
      : [`.SH SEE ALSO\n${others.map((one) => `.BR ${roff(pageName(one))} (1)`).join(',\n')}`]),
  ]
  return `${sections.filter((section) => section !== '').join('\n')}\n`
}

function pageName(command: CommandUnknownOpts): string {
  return fullName(command).replaceAll(' ', '-')
}

function list(title: string, items: readonly (readonly [term: string, text: string])[]): string {
  if (items.length === 0) return ''
  return [`.SH ${title}`, ...items.map(([term, text]) => `.TP\n.B ${roff(term)}\n${roff(text)}`)].join('\n')
}

/** What help has below the options: paragraphs with a title, in lines as they are. */
function examplesOf(command: CommandUnknownOpts): string[] {
  let text = ''
  command.configureOutput({ writeOut: (part) => (text += part) })
  const information = command.helpInformation()
  command.outputHelp()
  return text
    .slice(text.indexOf(information) + information.length)
    .trim()
    .split('\n\n')
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => {
      const [title = '', ...lines] = paragraph.split('\n')
      return `.SH "${roff(title.replace(/:$/, '').toUpperCase())}"\n.nf\n${lines.map(roff).join('\n')}\n.fi`
    })
}

/** Text as troff prints it: nothing in it is a request or an escape. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('…', '...')
    .replaceAll("'", '\\(aq')
    .replaceAll('"', '\\(dq')
    .replaceAll('~', '\\(ti')
    .replaceAll('^', '\\(ha')
    .replaceAll('`', '\\(ga')
    .replace(/^\./gm, '\\&.')
}

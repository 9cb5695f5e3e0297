/** Writes docs/commands.md from the help of the commands: `node scripts/write-command-reference.ts`. */
import { writeFileSync } from 'node:fs'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { fullName } from '../src/cli/full-name.ts'
import { createProgram } from '../src/cli/program.ts'

const WIDTH = 100

/** The reference of all commands, as Markdown. */
export function commandReference(): string {
  const program = createProgram({
    version: '',
    context: () => {
      throw new Error('help runs no command')
    },
    setExitCode: () => undefined,
  })
  const sections = [program, ...commandsBelow(program)].map(
    (command) => `## ${fullName(command)}\n\n${indented(helpOf(command))}\n`,
  )
  return `# Commands\n\nWhat \`jsnap help COMMAND\` prints.\n\n${sections.join('\n')}`
}

function commandsBelow(command: CommandUnknownOpts): CommandUnknownOpts[] {
  return command.commands.flatMap((one) => [one, ...commandsBelow(one)])
}

function helpOf(command: CommandUnknownOpts): string {
  let text = ''
  command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => WIDTH })
  command.outputHelp()
  return text.trimEnd()
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '    ')
}

if (import.meta.main) {
  writeFileSync(new URL('../docs/commands.md', import.meta.url), commandReference())
}

import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { fitHelp } from '../src/cli/fit-help.ts'
import { createProgram } from '../src/cli/program.ts'

/** All commands that help lists, jsnap itself first; none of them can be run. */
export function allCommands(): CommandUnknownOpts[] {
  const program = createProgram({
    version: '',
    context: () => {
      throw new Error('help runs no command')
    },
    setExitCode: () => undefined,
  })
  return [program, ...commandsBelow(program)]
}

function commandsBelow(group: CommandUnknownOpts): CommandUnknownOpts[] {
  const listed = group.createHelp().visibleCommands(group)
  return group.commands
    .filter((command) => listed.includes(command))
    .flatMap((command) => [command, ...commandsBelow(command)])
}

/** What a command prints as its help on a terminal of this width. */
export function helpOf(command: CommandUnknownOpts, width: number): string {
  let text = ''
  command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => width })
  command.outputHelp()
  return fitHelp(text.trimEnd(), width)
}

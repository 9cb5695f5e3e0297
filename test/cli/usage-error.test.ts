import { CommanderError } from 'commander'
import { expect, test } from 'vitest'
import { createProgram } from '../../src/cli/program.ts'
import { usageError } from '../../src/cli/usage-error.ts'
import type { JsnapError } from '../../src/runtime/errors.ts'

/** What is said of a command line that is refused. */
async function refusal(...args: string[]): Promise<JsnapError | undefined> {
  const program = createProgram({
    version: '0.1.0',
    context: () => {
      throw new Error('not run')
    },
    setExitCode: () => undefined,
  })
  let refused: JsnapError | undefined
  for (const command of [program, ...program.commands.flatMap((one) => [one, ...one.commands])]) {
    const leave = (error: CommanderError) => {
      refused = usageError(error, command)
      throw error
    }
    command.exitOverride(leave).configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
  }
  await program.parseAsync(['node', 'jsnap', ...args]).catch((error: unknown) => {
    if (!(error instanceof CommanderError)) throw error
  })
  return refused
}

const ofLog = "'jsnap log --help' lists its arguments and options"
const ofDiff = "'jsnap diff --help' lists its arguments and options"
const ofRoot = "'jsnap --help' lists commands and options"

test.each([
  [['log', '-n', 'x'], "option '-n, --number <count>': 'x' is not a whole number", ofLog],
  [
    ['log', '-n', 'x\n. Expected'],
    "option '-n, --number <count>': 'x\n. Expected' is not a whole number",
    ofLog,
  ],
  [['log', '-n'], "option '-n, --number <count>': missing value", ofLog],
  [['log', '--nosuch'], "unknown option '--nosuch'", ofLog],
  [['log', '--color', 'x'], "option '--color <when>': 'x' is not one of auto, always, never", ofLog],
  [['--color', 'x', 'log'], "option '--color <when>': 'x' is not one of auto, always, never", ofRoot],
  [['diff', '-U', '1.5', 'v1'], "option '-U, --unified <lines>': '1.5' is not a whole number", ofDiff],
  [
    ['diff', '--find-renames=500%', 'v1'],
    "option '-M, --find-renames [percent]': '500%' is not a percentage from 0% to 100%",
    ofDiff,
  ],
  [['cat'], "missing required argument 'address'", "'jsnap cat --help' lists its arguments and options"],
  [
    ['secrets', 'show', 'v1'],
    "missing required argument 'paths'",
    "'jsnap secrets show --help' lists its arguments and options",
  ],
  [
    ['init', 'x'],
    "too many arguments for 'init': expected 0 arguments but got 1: x",
    "'jsnap init --help' lists its arguments and options",
  ],
  [['secrets', 'nosuch'], "unknown command 'nosuch'", "'jsnap secrets --help' lists commands and options"],
  [['lgo'], "unknown command 'lgo'", 'did you mean log?'],
])('jsnap %j is refused in words of the command in question', async (args, message, hint) => {
  expect(await refusal(...args)).toMatchObject({ code: 'Usage', message, hint })
})

test('help is no refusal', async () => {
  expect(await refusal('log', '--help')).toBeUndefined()
  expect(await refusal('config')).toBeUndefined()
})

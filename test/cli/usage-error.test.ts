import { CommanderError } from 'commander'
import { expect, test } from 'vitest'
import { createProgram } from '../../src/cli/program.ts'
import { usageError } from '../../src/cli/usage-error.ts'
import { WORDS_OF_OTHERS } from '../../src/cli/words-of-others.ts'
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
const ofSecrets = "'jsnap secrets --help' lists commands and options"
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
  [
    ['cat'],
    "missing required argument 'address'",
    "the usage is 'jsnap cat <address>'; 'jsnap cat --help' lists its arguments and options",
  ],
  [
    ['checkout', 'v1'],
    "missing required argument 'target'",
    "the usage is 'jsnap checkout <version> <target> [paths…]'; 'jsnap checkout --help' lists its arguments and options",
  ],
  [
    ['secrets', 'show', 'v1'],
    "missing required argument 'paths'",
    "the usage is 'jsnap secrets show <version> <paths…>'; 'jsnap secrets show --help' lists its arguments and options",
  ],
  [
    ['init', 'x'],
    "too many arguments for 'init': expected 0 arguments but got 1: x",
    "the usage is 'jsnap init'; 'jsnap init --help' lists its arguments and options",
  ],
  [['secrets', 'nosuch'], "unknown command 'nosuch'", ofSecrets],
  [['secrets', 'lst'], "unknown command 'lst'", `did you mean 'list'? ${ofSecrets}`],
  [['lgo'], "unknown command 'lgo'", `did you mean 'log'? ${ofRoot}`],
  [['foo'], "unknown command 'foo'", ofRoot],
  [['log', '--sinc=x'], "unknown option '--sinc=x'", `did you mean '--since'? ${ofLog}`],
  [['diff', '-json'], "unknown option '-json'", `did you mean '--json'? ${ofDiff}`],
  [['diff', '--foo'], "unknown option '--foo'", ofDiff],
  [['diff', '--colour'], "unknown option '--colour'", `did you mean '--color'? ${ofDiff}`],
  [['snapshot'], "unknown command 'snapshot'", `did you mean 'commit'? ${ofRoot}`],
  [['history'], "unknown command 'history'", `did you mean 'log'? ${ofRoot}`],
  [['gc'], "there is no command 'gc' yet: versions cannot be removed, nor disk space freed", ofRoot],
  [['push'], "there is no command 'push' yet: a store cannot be sent elsewhere", ofRoot],
  [
    ['restore', '--dry-run', 'v1.0'],
    "there is no command 'restore' yet: nothing can be written back to AWS",
    "'jsnap checkout' can write a version as files",
  ],
])('jsnap %j is refused in words of the command in question', async (args, message, hint) => {
  expect(await refusal(...args)).toMatchObject({ code: 'Usage', message, hint })
})

test('help is no refusal', async () => {
  expect(await refusal('log', '--help')).toBeUndefined()
  expect(await refusal('config')).toBeUndefined()
})

test('a word of other tools is no command of jsnap, and what is named in its place is one', () => {
  const verbs = createProgram({
    version: '0.1.0',
    context: () => {
      throw new Error('not run')
    },
    setExitCode: () => undefined,
  }).commands.map((command) => command.name())
  expect(WORDS_OF_OTHERS.length).toBeGreaterThan(20)
  for (const { word, instead } of WORDS_OF_OTHERS) {
    expect(verbs).not.toContain(word)
    if (instead !== undefined) expect(verbs).toContain(instead)
  }
})

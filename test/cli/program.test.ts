import { expect, test } from 'vitest'
import { createProgram } from '../../src/cli/program.ts'
import { workingFolder } from '../../src/cli/working-folder.ts'
import type { LogOptions } from '../../src/commands/log.flags.ts'
import type { SharedFlags } from '../../src/commands/shared-flags.ts'

/** The options that a command line gives to its command, which is not run. */
async function optionsOf(...args: string[]): Promise<SharedFlags> {
  let given: SharedFlags | undefined
  const program = createProgram({
    version: '0.1.0',
    context(options) {
      given = options
      throw new Error('not run')
    },
    setExitCode: () => undefined,
  })
  await program.parseAsync(['node', 'jsnap', ...args]).catch(() => undefined)
  if (given === undefined) throw new Error('no command was run')
  return given
}

test('options that all commands have may stand before the command and after it', async () => {
  expect(await optionsOf('-C', 'x', '--color', 'always', 'log')).toMatchObject({ C: 'x', color: 'always' })
  expect(await optionsOf('log', '-C', 'x', '--color=never')).toMatchObject({ C: 'x', color: 'never' })
  expect(await optionsOf('--color', 'always', 'config', 'show', '-C', 'y')).toMatchObject({
    C: 'y',
    color: 'always',
  })
  expect(await optionsOf('--store', 'x', '--json', '-q', 'log')).toMatchObject({
    store: 'x',
    json: true,
    quiet: true,
  })
  expect(await optionsOf('--store', 'x', 'log', '--store', 'y')).toMatchObject({ store: 'y' })
  expect(await optionsOf('log')).toMatchObject({ color: 'auto' })
})

test('after query, --version is about the estate and not about jsnap', async () => {
  expect(await optionsOf('query', '--version', 'v1.0', 'SELECT 1')).toMatchObject({
    version: 'v1.0',
    sql: 'SELECT 1',
  })
})

test('what follows -M is its percentage, or a version', async () => {
  const diff = async (...args: string[]) => {
    const { findRenames, version, more } = (await optionsOf('diff', ...args)) as Record<string, unknown>
    return [findRenames, version, more]
  }
  expect(await diff('-M', 'v1.0', 'v1.1')).toEqual([50, 'v1.0', ['v1.1']])
  expect(await diff('-M80%', 'v1.0')).toEqual([80, 'v1.0', []])
  expect(await diff('-M', '80', 'v1.0')).toEqual([80, 'v1.0', []])
  expect(await diff('-pM', 'v1.0')).toEqual([50, 'v1.0', []])
  expect(await diff('v1.0', '--find-renames', '-p')).toEqual([50, 'v1.0', []])
  expect(await diff('--find-renames=100%', 'v1.0', '--', '-M')).toEqual([100, 'v1.0', ['-M']])
})

test('log takes -5 for -n 5, as git does', async () => {
  expect(await optionsOf('log', '-5')).toMatchObject({ number: 5, paths: [] })
  expect(await optionsOf('log', '--oneline', '-12', 'local')).toMatchObject({
    number: 12,
    version: 'local',
  })
  expect(await optionsOf('log', '-n', '3', '--', '-5')).toMatchObject({
    number: 3,
    version: '-5',
    afterDashes: 1,
  })
})

test('a folder to run in that is none is a wrong use, and none is made', () => {
  for (const C of ['no-such-folder', 'package.json'])
    expect(() => workingFolder({ C }, process.cwd())).toThrow(
      expect.objectContaining({ code: 'Usage', message: `-C '${C}': no such folder` }) as Error,
    )
  expect(workingFolder({ C: 'test' }, process.cwd())).toMatch(/test$/)
})

test('help with a command that is none is a wrong use', async () => {
  const help = (line: string) => {
    const program = createProgram({
      version: '0.1.0',
      context: () => {
        throw new Error('not run')
      },
      setExitCode: () => undefined,
    })
    for (const command of [program, ...program.commands.flatMap((one) => [one, ...one.commands])])
      command.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    return program.parseAsync(['node', 'jsnap', ...line.split(' ')])
  }
  for (const line of [
    'help nosuch',
    'nosuch --help',
    '--help nosuch',
    'secrets help nosuch',
    'secrets nosuch -h',
  ])
    await expect(help(line), line).rejects.toMatchObject({
      code: 'Usage',
      message: "unknown command 'nosuch'",
    })
  await expect(help('help comit')).rejects.toMatchObject({
    hint: "did you mean 'commit'? 'jsnap --help' lists commands and options",
  })
  await expect(help('help gc')).rejects.toMatchObject({
    message: "there is no command 'gc' yet: versions cannot be removed, nor disk space freed",
  })
  await expect(help('secrets help nosuch')).rejects.toMatchObject({
    hint: "'jsnap secrets --help' lists commands and options",
  })
  for (const line of ['help', 'help log', 'secrets help show', 'help secrets show', 'diff v1.0 --help'])
    await expect(help(line), line).rejects.toMatchObject({ exitCode: 0 })
})

test('a command that reads what its flags do not define, or wants what they do not give, does not compile', () => {
  const read = (options: LogOptions): (number | undefined)[] => {
    // @ts-expect-error log has no such flag
    const nowhere = options.nowhere as undefined
    return [options.number, nowhere]
  }
  expect(read({ number: 5, paths: [], pager: true })).toEqual([5, undefined])
  const load = () => Promise.resolve({ run: (options: { readonly number: string }) => options })
  // @ts-expect-error --number gives a number
  const loaded: () => Promise<{ run: (options: LogOptions) => unknown }> = load
  expect(loaded).toBe(load)
})

test('help is written in one style: sentences at its head, and lists in lower case without full stops', () => {
  const program = createProgram({
    version: '0.1.0',
    context: () => {
      throw new Error('not run')
    },
    setExitCode: () => undefined,
  })
  const commands = program.commands.flatMap((one) => [one, ...one.commands])
  expect(commands.length).toBeGreaterThan(20)
  for (const command of commands) {
    expect(command.description(), command.name()).toMatch(/^[A-Z].*\.$/)
    expect(command.summary(), command.name()).toMatch(/^[a-z].*[^.]$/)
    for (const { flags, description } of command.options)
      expect(description, `${command.name()} ${flags}`).toMatch(/^(?:[a-z]|AWS |SHA).*[^.]$/)
  }
})

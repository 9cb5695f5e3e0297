import { Io } from '../../src/terminal/io.ts'
import type { CommonOptions, Context, Run } from '../../src/terminal/context.ts'
import { TEST_USER } from './test-user.ts'

/** What a command printed. */
interface Printed {
  stdout: string
  stderr: string
}

/** The world of a command that runs in this process, in a folder. */
export function contextIn(
  cwd: string,
  printed: Printed = { stdout: '', stderr: '' },
  isTerminal = false,
): Context {
  const stream = (name: keyof Printed) => ({
    write(chunk: string | Uint8Array) {
      printed[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
      return true
    },
    once: () => undefined,
    isTTY: isTerminal && name === 'stdout',
  })
  return {
    cwd,
    env: {},
    user: TEST_USER,
    io: new Io(stream('stdout'), stream('stderr'), 'never', {}),
    signal: new AbortController().signal,
    now: () => Date.parse('2026-11-23T10:00:00Z'),
  }
}

/** Runs a command in this process, in a folder whose store it finds, and returns what it printed. */
export async function runCommand<Options extends CommonOptions>(
  run: Run<Options>,
  options: Options,
  cwd: string,
): Promise<{ readonly exitCode: number } & Readonly<Printed>> {
  const printed = { stdout: '', stderr: '' }
  const exitCode = await run(options, contextIn(cwd, printed))
  return { exitCode, ...printed }
}

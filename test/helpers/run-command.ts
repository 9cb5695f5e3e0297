import { Io } from '../../src/terminal/io.ts'
import type { CommonOptions, Context, Run } from '../../src/workspace/context.ts'

/** Runs a command in this process, in a folder whose store it finds, and returns what it printed. */
export async function runCommand<Options extends CommonOptions>(
  run: Run<Options>,
  options: Options,
  cwd: string,
): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }> {
  const printed = { stdout: '', stderr: '' }
  const stream = (name: keyof typeof printed) => ({
    write(chunk: string | Uint8Array) {
      printed[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
      return true
    },
    once: () => undefined,
  })
  const context: Context = {
    cwd,
    env: {},
    io: new Io(stream('stdout'), stream('stderr'), 'never', {}),
    signal: new AbortController().signal,
    now: () => Date.parse('2026-11-23T10:00:00Z'),
    version: '0.1.0',
  }
  const exitCode = await run(options, context)
  return { exitCode, ...printed }
}

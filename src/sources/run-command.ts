import { codeOf } from '../runtime/errors.ts'

/** How a program is run. */
export interface CommandOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly folder: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** How a command ended: on its own, not in time, or without having started (`ENOENT`: there is no such command). */
export type Ended =
  | {
      readonly kind: 'exit'
      readonly exitCode: number | null
      readonly stdout: Uint8Array
      readonly stderr: string
    }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'not started'; readonly code: string }

/** Runs a command that nobody can answer: its input is closed. It ends when the signal is aborted, which then throws. */
export async function runCommand(
  command: string,
  args: readonly string[],
  { env, folder, timeoutMs, signal }: CommandOptions,
): Promise<Ended> {
  // Loaded on first use: most captures run no command.
  const { execa } = await import('execa')
  const result = await execa(command, args, {
    env,
    extendEnv: false,
    cwd: folder,
    stdin: 'ignore',
    encoding: 'buffer',
    stripFinalNewline: false,
    timeout: timeoutMs,
    cancelSignal: signal,
    reject: false,
  })
  signal.throwIfAborted()
  if (result.timedOut) return { kind: 'timeout' }
  const { exitCode, stdout, stderr } = result
  if (exitCode === undefined && result.signal === undefined)
    return { kind: 'not started', code: codeOf(result) ?? 'Failed' }
  return { kind: 'exit', exitCode: exitCode ?? null, stdout, stderr: Buffer.from(stderr).toString() }
}

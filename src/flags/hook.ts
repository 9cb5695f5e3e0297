import { basename } from 'node:path'
import { codeOf } from '../runtime/errors.ts'
import type { Context } from '../terminal/context.ts'

/** So long a hook may take. */
const TIMEOUT_MS = 60_000
/** So long it has for a clean end after that. */
const GRACE_MS = 2000

/** What a hook is given of the environment: where programs and files are, and the language; no keys of anything. */
const GIVEN = /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_[A-Z]+|TZ|TMPDIR|XDG_[A-Z_]+)$/

/** How a command ended that the user has run by jsnap. */
export interface HookResult {
  /** The name of the program, without its folder and arguments. */
  readonly program: string
  readonly ok: boolean
  /** Null where it did not end by itself. */
  readonly exitCode: number | null
  /** Why it did not, or how: `exit code 7`, `timed out after 60 s`, `ENOENT`. */
  readonly outcome: string
  readonly durationMs: number
}

/** The command of a hook: that of the flag, else of the environment, and never of a configuration, which may be somebody else's. */
export function hookCommand(
  flag: string | undefined,
  variable: 'JSNAP_CHECK_COMMAND' | 'JSNAP_NOTIFY_COMMAND',
  { env }: Pick<Context, 'env'>,
): string | undefined {
  const command = flag ?? env[variable] ?? ''
  return command.trim() === '' ? undefined : command
}

/**
 * Runs a command of the user without a shell: its words are separated by spaces, a backslash keeps one. What it prints on
 * stdout goes nowhere. That it fails is no error here.
 * @throws the reason of the signal
 */
export async function runHook(
  command: string,
  input: object | undefined,
  { env, cwd, io, now, signal }: Context,
): Promise<HookResult> {
  // Loaded on first use: most commands run none.
  const { execa, parseCommandString } = await import('execa')
  const [file = '', ...args] = parseCommandString(command)
  const started = now()
  const result = await execa(file, args, {
    cwd,
    env: Object.fromEntries(Object.entries(env).filter(([name]) => GIVEN.test(name))),
    extendEnv: false,
    ...(input === undefined ? { stdin: 'ignore' } : { input: `${JSON.stringify(input)}\n` }),
    stdout: 'ignore',
    stderr: io.quiet ? 'ignore' : 'inherit',
    timeout: TIMEOUT_MS,
    forceKillAfterDelay: GRACE_MS,
    cancelSignal: signal,
    reject: false,
  })
  signal.throwIfAborted()
  const exitCode = result.exitCode ?? null
  return {
    program: basename(file),
    ok: exitCode === 0 && !result.timedOut,
    exitCode,
    outcome: result.timedOut
      ? `timed out after ${TIMEOUT_MS / 1000} s`
      : exitCode !== null
        ? `exit code ${exitCode}`
        : (result.signal ?? codeOf(result) ?? 'it did not run'),
    durationMs: Math.round(now() - started),
  }
}

/** Tells a command of the user what has happened; that it fails is a note. @throws the reason of the signal */
export async function notify(command: string | undefined, document: object, context: Context): Promise<void> {
  if (command === undefined) return
  const { ok, program, outcome } = await runHook(command, { schemaVersion: 1, ...document }, context)
  if (!ok) context.io.note(`the notification failed: ${program}: ${outcome}`)
}

import { constants } from 'node:os'
import { codeOf, JsnapError } from '../runtime/errors.ts'

/**
 * Runs a command of the user as if it had been typed: with the terminal, and all of the environment. `isStdoutTaken` sends
 * what it prints to stderr. A Ctrl-C is the command's as well, so its end is waited for.
 * @throws JsnapError Usage for one that cannot be run
 */
export async function runInBetween(command: readonly string[], isStdoutTaken: boolean): Promise<number> {
  const { execa } = await import('execa')
  const [file = '', ...args] = command
  const ended = await execa(file, args, {
    stdin: 'inherit',
    stdout: isStdoutTaken ? 2 : 'inherit',
    stderr: 'inherit',
    reject: false,
  })
  const { exitCode, signal } = ended
  if (exitCode !== undefined) return exitCode
  if (signal !== undefined) return 128 + constants.signals[signal]
  throw new JsnapError('Usage', `'${file}' cannot be run: ${codeOf(ended) ?? 'it did not start'}`, {
    hint: "write it as 'jsnap guard -- ./deploy.sh'; nothing was deployed",
  })
}

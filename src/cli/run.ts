import { CommanderError } from 'commander'
import manifest from '../../package.json' with { type: 'json' }
import type { SharedFlags } from '../commands/shared-flags.ts'
import { cannotWrite, ofAnyDisk } from '../runtime/disk-fault.ts'
import { JsnapError } from '../runtime/errors.ts'
import { userOf } from '../runtime/user-of.ts'
import type { Context } from '../terminal/context.ts'
import { DONE, exitCodeOf } from '../terminal/exit-code.ts'
import { Io, type ColorChoice } from '../terminal/io.ts'
import { fitHelp } from './fit-help.ts'
import { printError } from './print-error.ts'
import type { StandardStream } from './standard-stream.ts'
import { createProgram } from './program.ts'
import { abortOnRequest, type SignalPort } from './interruption.ts'
import { usageError } from './usage-error.ts'
import { workingFolder } from './working-folder.ts'

/** Where there is no terminal. */
const HELP_WIDTH = 80

/** Runs one command line and returns its exit code. The only place that knows the process. */
export async function run(
  process: NodeJS.Process,
  stdout: StandardStream,
  stderr: StandardStream,
  port: SignalPort,
): Promise<number> {
  const { env, argv } = process
  const { version } = manifest
  const tell = (error: unknown): number => {
    printError(error, io, argv.includes('--json'), (env['JSNAP_DEBUG'] ?? '') !== '', version)
    return exitCodeOf(error, argv.includes('--exit-code'))
  }
  // A reader that has seen enough (`jsnap log | head`) is not an error.
  let endsUnread = false
  stdout.on('unread', () => {
    if (endsUnread) process.exit(DONE)
  })
  stdout.on('error', (error) => {
    // Without a hint: whoever has sent the output there knows where it is.
    process.exit(tell(new JsnapError('Write', cannotWrite('to stdout', error).message, { cause: error })))
  })
  // Where notes go nowhere nobody would read it.
  stderr.on('error', () => undefined)
  env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true'

  let io = new Io(stdout, stderr, colorChoice(argv), env)
  const signal = abortOnRequest(
    port,
    (text) => io.errorLine(text),
    () => io.isPaged,
  )
  let exitCode = DONE
  const user = userOf(process)
  const context = (options: SharedFlags, isForReaders: boolean): Context => {
    endsUnread = isForReaders && !argv.includes('--exit-code')
    io = new Io(stdout, stderr, options.color ?? 'auto', env)
    io.quiet = options.quiet === true
    const cwd = workingFolder(options, process.cwd())
    return { cwd, env, user, io, signal, now: () => Date.now() }
  }
  const program = createProgram({ version, context, setExitCode: (code) => (exitCode = code) })
  for (const command of program.commands.flatMap((one) => [one, ...one.commands]).concat(program)) {
    const leave = (error: CommanderError) => {
      throw usageError(error, command) ?? error
    }
    command.exitOverride(leave).configureOutput({
      outputError: () => undefined,
      writeOut: (text) => stdout.write(fitHelp(text, stdout.columns ?? HELP_WIDTH)),
      getOutHelpWidth: () => stdout.columns ?? HELP_WIDTH,
      getOutHasColors: () => stdout.isTTY === true,
    })
  }
  try {
    if (argv.length <= 2) {
      program.outputHelp()
      return DONE
    }
    await program.parseAsync(argv)
    endsUnread = false
    return exitCode
  } catch (error) {
    // Help and the version were printed.
    if (error instanceof CommanderError) return DONE
    return tell(ofAnyDisk(error))
  }
}

/** The choice of colour, for errors that come up before the options are parsed. */
function colorChoice(argv: readonly string[]): ColorChoice {
  const choice = argv.find((argument) => argument.startsWith('--color='))?.slice('--color='.length)
  return choice === 'always' || choice === 'never' ? choice : 'auto'
}

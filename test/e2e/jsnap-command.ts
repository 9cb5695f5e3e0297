import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'

/** The real binary. */
export const LAUNCHER = join(import.meta.dirname, '..', '..', 'bin', 'jsnap.js')

const userFolder = mkdtempSync(join(tmpdir(), 'jsnap-user-'))

/** Removes what `USER_FOLDERS` are in; scripts use this file as well, which know no end of a test file. */
export function removeUserFolders(): void {
  rmSync(userFolder, { recursive: true, force: true })
}

/** Of all commands of a test file, which are one user's; not in the HOME, which may be what is captured. */
export const USER_FOLDERS = {
  XDG_STATE_HOME: join(userFolder, 'state'),
  XDG_CACHE_HOME: join(userFolder, 'cache'),
}

/** Where and in which surroundings a command is typed. */
export interface Surroundings {
  readonly cwd: string
  /** Beside PATH and a HOME that holds nothing: no setting of the machine reaches the command. */
  readonly env?: Readonly<Record<string, string>>
  /** The `bin/jsnap.js` of another jsnap than this. */
  readonly launcher?: string | undefined
}

/** What a command printed and its exit code, 128 + the signal's number when a signal ended it. */
export interface Ran {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  /** The one document that `--json` prints. */
  json(): unknown
}

/** Starts the real binary. */
export function startJsnap(args: readonly string[], { cwd, env = {}, launcher = LAUNCHER }: Surroundings) {
  return execa(process.execPath, [launcher, ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, ...USER_FOLDERS, ...env },
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    maxBuffer: 1 << 30,
    encoding: 'utf8',
  })
}

/** Runs the real binary to its end. */
export async function jsnap(args: readonly string[], surroundings: Surroundings): Promise<Ran> {
  const { exitCode, signal, stdout, stderr } = await startJsnap(args, surroundings)
  return {
    exitCode: exitCode ?? (signal === 'SIGINT' ? 130 : 137),
    stdout,
    stderr,
    json: () => {
      if (stdout === '') throw new Error(`jsnap ${args.join(' ')} printed nothing\n${stderr}`)
      return JSON.parse(stdout) as unknown
    },
  }
}

/** Runs the real binary and returns what it printed. @throws with its messages when it ends with another code than 0 */
export async function succeed(args: readonly string[], surroundings: Surroundings): Promise<Ran> {
  const ran = await jsnap(args, surroundings)
  if (ran.exitCode !== 0) throw new Error(`jsnap ${args.join(' ')}: exit ${ran.exitCode}\n${ran.stderr}`)
  return ran
}

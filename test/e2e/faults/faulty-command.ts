import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { jsnap, type Ran, type Surroundings } from '../jsnap-command.ts'

/** What happens at one of a command's calls that change files. */
export interface Fault {
  /** The number of the call, from 1. */
  readonly at: number
  /** `kill` before it, `tear` in the middle of it; or it fails with the code: `once`, or `from` then on. */
  readonly kind: 'kill' | 'tear' | 'once' | 'from'
  readonly code?: 'ENOSPC' | 'EIO' | 'EACCES' | 'EROFS'
}

/** Compiles the library that is preloaded; undefined where there is no compiler for it. */
export function compileFaults(folder: string): string | undefined {
  const library = join(folder, 'faults.so')
  if (process.platform !== 'linux') return undefined
  try {
    const source = join(import.meta.dirname, 'faults.c')
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl'], { stdio: 'pipe' })
    return library
  } catch (error) {
    // A compiler that is there must compile it.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Runs jsnap with a fault among its calls on files below some folders. */
export function runWithFault(
  library: string,
  args: readonly string[],
  { cwd, env = {} }: Surroundings,
  below: readonly string[],
  fault: Fault,
): Promise<Ran> {
  const { at, kind, code } = fault
  const faults = {
    FAULTS_BELOW: below.join(':'),
    FAULTS_AT: String(at),
    FAULTS_KIND: kind,
    FAULTS_ERRNO: String(code === undefined ? 0 : constants.errno[code]),
  }
  return jsnap(args, { cwd, env: { ...env, ...PRELOADED(library), ...faults } })
}

/** The calls of a command that change files below some folders, in the order in which they came. */
export async function callsOf(
  library: string,
  args: readonly string[],
  { cwd, env = {} }: Surroundings,
  below: readonly string[],
): Promise<string[]> {
  const log = join(cwd, 'calls.log')
  const counted = { FAULTS_BELOW: below.join(':'), FAULTS_LOG: log }
  const { exitCode, stderr } = await jsnap(args, { cwd, env: { ...env, ...PRELOADED(library), ...counted } })
  if (exitCode !== 0) throw new Error(`jsnap ${args.join(' ')}: exit ${exitCode}\n${stderr}`)
  return existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : []
}

/** Calls that go round libc would not be seen. */
const PRELOADED = (library: string) => ({ LD_PRELOAD: library, UV_USE_IO_URING: '0' })

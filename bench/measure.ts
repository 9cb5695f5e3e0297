import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A command as it is typed, and where. */
export interface Command {
  readonly argv: readonly string[]
  readonly cwd: string
  readonly env?: Record<string, string>
}

/** What a command cost. CPU and memory are undefined where there is no GNU time to tell them. */
export interface Cost {
  readonly seconds: number
  /** User and system time, of all its processes and threads. */
  readonly cpuSeconds: number | undefined
  /** The largest resident set of one of its processes. */
  readonly peakBytes: number | undefined
}

// A child's resource usage is not to be had from Node itself.
const GNU_TIME = '/usr/bin/time'
export const hasGnuTime = spawnSync(GNU_TIME, ['-f', '%U', 'true']).status === 0

/** Runs a command to its end and measures it. Its output goes nowhere. @throws when it fails */
export async function measure(command: Command): Promise<Cost> {
  const folder = mkdtempSync(join(tmpdir(), 'jsnap-bench-'))
  const report = join(folder, 'time')
  const argv = hasGnuTime ? [GNU_TIME, '-o', report, '-f', '%U %S %M', ...command.argv] : command.argv
  // What the step before left to be written is not this one's cost.
  spawnSync('sync')
  try {
    const start = process.hrtime.bigint()
    await finish(argv, command)
    const seconds = Number(process.hrtime.bigint() - start) / 1e9
    if (!hasGnuTime) return { seconds, cpuSeconds: undefined, peakBytes: undefined }
    const [user = 0, system = 0, kibibytes = 0] = readFileSync(report, 'utf8').trim().split(' ').map(Number)
    return { seconds, cpuSeconds: user + system, peakBytes: kibibytes * 1024 }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Runs a command that is not measured, and returns what it printed. @throws when it fails */
export function output(command: Command): string {
  const [file = '', ...args] = command.argv
  const run = spawnSync(file, args, {
    cwd: command.cwd,
    env: { ...process.env, ...command.env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (run.status !== 0) throw new Error(`${command.argv.join(' ')}: ${run.error?.message ?? run.stderr}`)
  return run.stdout
}

function finish(argv: readonly string[], command: Command): Promise<void> {
  const [file = '', ...args] = argv
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: command.cwd,
      env: { ...process.env, ...command.env },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let errors = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-4000)))
    child.on('error', reject)
    child.on('close', (status) => {
      if (status === 0) resolve()
      else reject(new Error(`${command.argv.join(' ')}: exit ${String(status)}\n${errors}`))
    })
  })
}

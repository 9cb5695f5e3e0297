import { readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs'

/** Who has locked a file. */
export interface LockHolder {
  readonly pid: number
  /** Milliseconds since the epoch; undefined where the system does not say. */
  readonly since: number | undefined
}

/** Linux counts in these for programs, whatever its own clock is. */
const TICKS_PER_SECOND = 100

/** The process that has locked a file for writing, as far as Linux tells this user; undefined elsewhere, and for one on another host. */
export function lockHolder(file: string): LockHolder | undefined {
  try {
    const { ino } = statSync(file)
    const path = realpathSync(file)
    const pids = [
      ...readFileSync('/proc/locks', 'utf8').matchAll(/POSIX\s+ADVISORY\s+WRITE\s+(\d+)\s+\S+:(\d+)\s/g),
    ]
      .filter(([, , inode]) => Number(inode) === ino)
      .map(([, pid]) => Number(pid))
    // Files of several disks have the same number.
    const pid = pids.find((one) => hasOpen(one, path))
    return pid === undefined ? undefined : { pid, since: startOf(pid) }
  } catch {
    // It is only for a message.
    return undefined
  }
}

function hasOpen(pid: number, path: string): boolean {
  const folder = `/proc/${pid}/fd`
  return readdirSync(folder).some((fd) => readlinkSync(`${folder}/${fd}`) === path)
}

function startOf(pid: number): number | undefined {
  const boot = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1]
  // The name of the program is in parentheses, and may have anything in it.
  const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19]
  if (boot === undefined || ticks === undefined) return undefined
  return Number(boot) * 1000 + (Number(ticks) / TICKS_PER_SECOND) * 1000
}

import { homedir, hostname, tmpdir, userInfo } from 'node:os'
import { isAbsolute, join } from 'node:path'
import type { User } from './user.ts'

/** What of a process says whose it is. */
export interface OwnedProcess {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Missing on Windows. */
  readonly geteuid?: () => number
}

/** The user of a process, which is mostly `process`. Under sudo, what belongs to whoever called it is as good as root's. */
export function userOf(owned: OwnedProcess): User {
  const { env } = owned
  const uid = owned.geteuid?.()
  const home = env['HOME'] ?? ofAccount(homedir)
  const folder = (variable: string, ...below: string[]) => {
    const named = env[variable] ?? ''
    // The specification of these variables has relative paths ignored.
    if (isAbsolute(named)) return join(named, 'jsnap')
    return home === undefined || !isAbsolute(home) ? undefined : join(home, ...below, 'jsnap')
  }
  return {
    // Only a commit asks for them, and a directory of accounts may be slow.
    get name() {
      return ofAccount(() => userInfo().username)
    },
    get host() {
      return ofAccount(hostname)
    },
    uid,
    trustedUids: uid === undefined ? undefined : new Set([uid, 0, ...(uid === 0 ? callerOfSudo(env) : [])]),
    stateFolder: folder('XDG_STATE_HOME', '.local', 'state'),
    cacheFolder: folder('XDG_CACHE_HOME', '.cache'),
    temporaryFolder: tmpdir(),
  }
}

function callerOfSudo({ SUDO_UID = '' }: OwnedProcess['env']): number[] {
  return /^\d{1,10}$/.test(SUDO_UID) ? [Number(SUDO_UID)] : []
}

/** A user in a container need not have an account. */
function ofAccount(read: () => string): string | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

import { existsSync, lstatSync, mkdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'

const WRITABLE_BY_OTHERS = 0o022

/**
 * The user's own folder for compiled code, or undefined: what lies there is run, so it is none that anybody else may have
 * made or may write to, as one in the system's temporary folder is.
 */
export function cacheFolder({ env, geteuid }) {
  try {
    const named = env.XDG_CACHE_HOME ?? ''
    const folder = join(isAbsolute(named) ? named : join(homedir(), '.cache'), 'jsnap')
    // Windows has neither owners nor modes; there the folder lies in the user's profile.
    const uid = geteuid?.()
    const isMissing = lstatSync(folder, { throwIfNoEntry: false }) === undefined
    // The home may be that of whoever called sudo: a folder of root's there would lock its owner out.
    if (isMissing && uid === 0 && env.SUDO_UID !== undefined && ownerOfNearest(folder) !== 0) return undefined
    if (isMissing) make(folder)
    const stats = lstatSync(folder)
    const isOwn = uid === undefined || (stats.uid === uid && (stats.mode & WRITABLE_BY_OTHERS) === 0)
    return stats.isDirectory() && isOwn ? join(folder, 'code') : undefined
  } catch {
    // A disk that refuses it, or a user without a home: code is compiled each time.
    return undefined
  }
}

// Step by step: Node's own way to make parents never ends below a folder such as /proc, in which nothing can be made.
function make(folder) {
  if (!existsSync(dirname(folder))) make(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}

function ownerOfNearest(folder) {
  const above = dirname(folder)
  return statSync(above, { throwIfNoEntry: false })?.uid ?? ownerOfNearest(above)
}

import { randomBytes, randomUUID } from 'node:crypto'
import { closeSync, fstatSync, linkSync, lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf } from '../runtime/errors.ts'
import { isTrustedOwner, type User } from '../runtime/user.ts'
import { openPlainFile } from './plain-file.ts'
import { privateFolder } from './private-folder.ts'
import { isRefusedByDisk } from './refused-by-disk.ts'

const KEY_BYTES = 32
const READABLE_BY_OTHERS = 0o077

/**
 * The key of this user on this machine, created when there is none. Undefined where he has no folder for it. It never
 * leaves its file, `key` in the user's state folder; who reads it can make indexes that this user's jsnap believes.
 */
export function stateKey(user: User): Buffer | undefined {
  const folder = privateFolder(user.stateFolder, user)
  if (folder === undefined) return undefined
  const file = join(folder, 'key')
  try {
    const known = readKey(file, user)
    // Root makes none for whoever called sudo, who could not read it.
    const isOwn = user.uid === undefined || lstatSync(folder).uid === user.uid
    return known ?? (isOwn ? makeKey(file, user) : undefined)
  } catch (error) {
    if (!isRefusedByDisk(error)) throw error
    return undefined
  }
}

function readKey(file: string, user: User): Buffer | undefined {
  let fd: number
  try {
    fd = openPlainFile(file)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
  try {
    const { uid, mode } = fstatSync(fd)
    const isKnownToOthers = user.uid !== undefined && (mode & READABLE_BY_OTHERS) !== 0
    const key = Buffer.from(readFileSync(fd).toString().trim(), 'hex')
    if (key.length === KEY_BYTES && !isKnownToOthers && isTrustedOwner(uid, user)) return key
  } finally {
    closeSync(fd)
  }
  // Cut short, or known to others: what it has marked is not believed any more.
  rmSync(file)
  return undefined
}

/** Of several processes at once, one makes the key of all. */
function makeKey(file: string, user: User): Buffer | undefined {
  const temporary = `${file}.${randomUUID()}`
  try {
    writeFileSync(temporary, `${randomBytes(KEY_BYTES).toString('hex')}\n`, { flag: 'wx', mode: 0o600 })
    linkSync(temporary, file)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    rmSync(temporary, { force: true })
  }
  return readKey(file, user)
}

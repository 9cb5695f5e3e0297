import { randomUUID } from 'node:crypto'
import {
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { digestOf, isDigest } from '../model/digest.ts'
import type { User } from '../runtime/user.ts'
import { fsyncPath } from '../store/durable-file.ts'
import { privateFolder } from '../store/private-folder.ts'

/** Folders that hold what somebody else may have written. */
const REPOSITORIES = ['.git', '.hg', '.jj', '.svn']

/** The folders whose configurations may name what is outside of them, by their real paths. */
export function trustedFolders(user: User): string[] {
  const list = listFolder(user)
  if (list === undefined) return []
  return readdirSync(list)
    .filter(isDigest)
    .map((name) => readFileSync(join(list, name), 'utf8'))
    .sort()
}

/** Says whether a folder is on the list. */
export function isTrustedFolder(folder: string, user: User): boolean {
  const file = fileOf(realpathSync(folder), user)
  return file !== undefined && existsSync(file)
}

/** Puts a folder on the list. Returns false when this user has no place for the list. */
export function trustFolder(folder: string, user: User): boolean {
  const path = realpathSync(folder)
  const file = fileOf(path, user)
  if (file === undefined) return false
  if (existsSync(file)) return true
  const temporary = `${file}.${randomUUID()}`
  try {
    writeFileSync(temporary, path, { flag: 'wx', mode: 0o600, flush: true })
    renameSync(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
  fsyncPath(dirname(file))
  return true
}

/** Takes a folder off the list, also one that is gone. Returns false when it was not on it. */
export function distrustFolder(folder: string, user: User): boolean {
  const file = fileOf(existsSync(folder) ? realpathSync(folder) : resolve(folder), user)
  if (file === undefined || !existsSync(file)) return false
  rmSync(file)
  return true
}

/** Says whether a folder belongs to a repository, so that a configuration in it may have come from anybody. */
export function isInRepository(folder: string): boolean {
  for (let at = realpathSync(folder); ; at = dirname(at)) {
    if (REPOSITORIES.some((name) => existsSync(join(at, name)))) return true
    if (at === dirname(at)) return false
  }
}

/** A file for each, so that commands that run in parallel do not get into each other's way. */
function fileOf(path: string, user: User): string | undefined {
  const list = listFolder(user)
  return list === undefined ? undefined : join(list, digestOf(path))
}

function listFolder(user: User): string | undefined {
  const folder = privateFolder(user.stateFolder, user)
  return folder === undefined ? undefined : privateFolder(join(folder, 'trusted'), user)
}

import { constants, type Dirent } from 'node:fs'
import { join } from 'node:path'
import { codeOf, JsnapError } from '../runtime/errors.ts'
import { formatCount } from '../runtime/format-count.ts'
import { closeSync, fstatSync, openSync, readdirSync, readFileSync } from './disk.ts'

/** What a directory entry and a stat have in common. */
type FileKind = Pick<Dirent, 'isFile' | 'isDirectory' | 'isSymbolicLink' | 'isFIFO' | 'isSocket'>

/** Windows has only the first: there the others are undefined, and add nothing. */
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants

/** The folders of a store. */
const FOLDERS: ReadonlySet<string> = new Set(['packs', 'tmp'])
/** Its files. Beside them may lie what people put there. */
const FILES =
  /^(?:format\.json|refs|refs\.check|secret\.key|journal|lock|index\.lock|index\.mark|index\.sqlite(?:-wal|-shm|-journal)?)(?:\.new)?$/

/** More than a file of a few lines ever has. */
export const FEW_LINES = 64 * 1024

/** Opens a file of a store for reading: no link is followed, and a pipe does not hang. @throws JsnapError Corrupt when it is not a file */
export function openPlainFile(file: string): number {
  let fd: number
  try {
    fd = openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  } catch (error) {
    if (codeOf(error) === 'ELOOP') throw notPlain(file, 'a symbolic link', error)
    if (codeOf(error) === 'ENXIO') throw notPlain(file, 'a socket', error)
    throw error
  }
  const stats = fstatSync(fd)
  if (stats.isFile()) return fd
  closeSync(fd)
  throw notPlain(file, kindOf(stats))
}

/** The content of a file of a store of a limited size. @throws JsnapError Corrupt when it is not a file, or has more */
export function readPlainFile(file: string, most: number): Buffer {
  const fd = openPlainFile(file)
  try {
    const { size } = fstatSync(fd)
    if (size > most) throw notPlain(file, `a file of ${formatCount(size)} bytes`)
    return readFileSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** The same, or undefined where there is no such file. @throws JsnapError Corrupt when it is not a file, or has more */
export function readPlainFileIfThere(file: string, most: number): Buffer | undefined {
  try {
    return readPlainFile(file, most)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    return undefined
  }
}

/**
 * Checks that a store has nothing but files and folders of its own: it may come from somebody else, and a link or a pipe
 * in it would be written or waited on.
 * @throws JsnapError Corrupt
 */
export function checkStoreFolder(dir: string): void {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const isRight = FOLDERS.has(entry.name)
      ? entry.isDirectory()
      : entry.isFile() || (entry.isDirectory() && !FILES.test(entry.name))
    if (!isRight) throw notPlain(join(dir, entry.name), kindOf(entry))
  }
}

/** The error for what stands instead of a file or folder of a store. */
export function notPlain(path: string, what: string, cause?: unknown): JsnapError {
  return new JsnapError('Corrupt', `${path} is ${what}, which jsnap never creates`, {
    hint: 'find out what created it, and remove it',
    ...(cause === undefined ? {} : { cause }),
  })
}

/** What something is, for people. */
export function kindOf(kind: FileKind): string {
  if (kind.isSymbolicLink()) return 'a symbolic link'
  if (kind.isFIFO()) return 'a named pipe'
  if (kind.isSocket()) return 'a socket'
  if (kind.isDirectory()) return 'a folder'
  return kind.isFile() ? 'a file' : 'a device'
}

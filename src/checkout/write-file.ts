import { randomUUID } from 'node:crypto'
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  openSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  type Stats,
} from 'node:fs'
import { writeAll } from '../store/write-all.ts'

/** A path as `placeInFolder` has it. */
type TargetPath = string | Buffer

const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants
const NEW_FILE = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
const DEFAULT_MODE = 0o666

/** Creates a file where nothing stands; it is whole or not there. Without a mode the umask decides. */
export function createFile(path: TargetPath, bytes: Uint8Array, mode: number | undefined): void {
  const fd = openSync(path, NEW_FILE, mode ?? DEFAULT_MODE)
  try {
    try {
      writeAll(fd, bytes, 0)
      setMode(fd, mode)
    } finally {
      closeSync(fd)
    }
  } catch (error) {
    unlinkSync(path)
    throw error
  }
}

/**
 * Gives an open file its mode where it has another one: the umask may have taken bits away from what open was given.
 * Mostly it has not, and asking is cheaper than setting.
 */
export function setMode(fd: number, mode: number | undefined, stats?: Stats): void {
  if (mode !== undefined && ((stats ?? fstatSync(fd)).mode & 0o777) !== mode) fchmodSync(fd, mode)
}

/** Puts a file instead of another, or of a link; a folder does not make room. */
export function replaceFile(path: TargetPath, bytes: Uint8Array, mode: number | undefined): void {
  const temporary = temporaryBeside(path)
  createFile(temporary, bytes, mode)
  moveInto(temporary, path)
}

/** The same for a symlink. */
export function replaceSymlink(path: TargetPath, target: Uint8Array): void {
  const temporary = temporaryBeside(path)
  symlinkSync(Buffer.from(target), temporary)
  moveInto(temporary, path)
}

/** A file that grows beside its place and takes it when it is whole. */
export class GrowingFile {
  readonly #path: TargetPath
  readonly #temporary: TargetPath
  readonly #fd: number
  readonly #mode: number | undefined
  #size = 0

  constructor(path: TargetPath, mode: number | undefined) {
    this.#path = path
    this.#mode = mode
    this.#temporary = temporaryBeside(path)
    this.#fd = openSync(this.#temporary, NEW_FILE, mode ?? DEFAULT_MODE)
  }

  write(bytes: Uint8Array): void {
    writeAll(this.#fd, bytes, this.#size)
    this.#size += bytes.length
  }

  /** Takes its place. */
  finish(): void {
    try {
      setMode(this.#fd, this.#mode)
    } catch (error) {
      this.discard()
      throw error
    }
    closeSync(this.#fd)
    moveInto(this.#temporary, this.#path)
  }

  /** Goes without a trace. */
  discard(): void {
    closeSync(this.#fd)
    unlinkSync(this.#temporary)
  }
}

/** A name that no path of a version has: in those a `%~` never comes first. */
export function temporaryName(): string {
  return `%~${randomUUID()}.tmp`
}

function temporaryBeside(path: TargetPath): TargetPath {
  const name = temporaryName()
  if (typeof path === 'string') return path.slice(0, path.lastIndexOf('/') + 1) + name
  return Buffer.concat([path.subarray(0, path.lastIndexOf('/') + 1), Buffer.from(name)])
}

/** Says whether a name is that of a file that had not taken its place yet. */
export function isTemporary(name: string): boolean {
  return /^%~[0-9a-f-]{36}\.tmp$/.test(name)
}

function moveInto(temporary: TargetPath, path: TargetPath): void {
  try {
    renameSync(temporary, path)
  } catch (error) {
    unlinkSync(temporary)
    throw error
  }
}

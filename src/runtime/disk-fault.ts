import { codeOf, JsnapError, messageOf } from './errors.ts'

/** What a disk, or the system before it, has answered: in words about what it was asked for, and what to do about it. */
interface Fault {
  /** `disk` names the disk, `place` what lies on it. */
  readonly words: (disk: string, place: string) => string
  readonly hint: string
}

const FULL: Fault = {
  words: (disk) => `${disk} is full`,
  hint: 'free some space and run the command again; what was committed is not affected',
}
const FAILS: Fault = {
  words: (disk) => `${disk} fails`,
  hint: "check the system log; copy the disk's data to another disk before anything else",
}
const DENIED: Fault = {
  words: (_, place) => `access to ${place} is denied`,
  hint: 'run the command as the owner, or ask the owner for access',
}
const READ_ONLY: Fault = {
  words: (disk) => `${disk} is read-only`,
  hint: 'mount it for writing, or work on a copy',
}
const TOO_MANY_OPEN: Fault = {
  words: () => 'too many files are open',
  hint: "allow more of them ('ulimit -n') and run the command again",
}

const TAKEN_AWAY: Fault = {
  words: (_, place) => `a file of ${place} was removed`,
  hint: 'find out what removes or replaces files of the store while a command runs, and run it again',
}

/** By the codes of the system and of SQLite, whose longer ones (`SQLITE_IOERR_WRITE`) begin so. */
const FAULTS: Readonly<Record<string, Fault>> = {
  ENOSPC: FULL,
  SQLITE_FULL: FULL,
  EDQUOT: {
    words: (disk) => `the quota on ${disk} is used up`,
    hint: 'free some space or raise the quota, and run the command again',
  },
  EFBIG: {
    words: (disk) => `${disk} does not allow files of this size`,
    hint: "check 'ulimit -f' and the limits of the file system",
  },
  EROFS: READ_ONLY,
  SQLITE_READONLY: { ...READ_ONLY, words: (_, place) => `${place} cannot be written to` },
  EACCES: DENIED,
  EPERM: DENIED,
  SQLITE_PERM: DENIED,
  SQLITE_CANTOPEN: {
    words: (_, place) => `a file of ${place} cannot be opened`,
    hint: 'check the owner of the files, the free space and the length of the path',
  },
  EIO: FAILS,
  ENODEV: FAILS,
  ESTALE: FAILS,
  SQLITE_IOERR: FAILS,
  EMFILE: TOO_MANY_OPEN,
  ENFILE: TOO_MANY_OPEN,
}

function faultOf(error: unknown): Fault | undefined {
  const code = codeOfFault(error)
  if (error instanceof JsnapError || !(code.startsWith('SQLITE_') || isOfFileSystem(error))) return undefined
  return FAULTS[code] ?? FAULTS[/^SQLITE_[A-Z]+/.exec(code)?.[0] ?? '']
}

/** Node's `rmSync` leaves the code of most errors empty, and has it in words alone. */
function codeOfFault(error: unknown): string {
  const code = codeOf(error) ?? ''
  if (code !== '' || !isOfFileSystem(error)) return code
  return messageOf(error).includes('Read-only file system') ? 'EROFS' : 'EIO'
}

/** Sockets and programs that are started give some of these codes as well. */
const FILE_CALL =
  /^(access|chmod|close|copyfile|f?datasync|fchmod|fstat|fsync|ftruncate|link|lstat|mkdir|mkdtemp|open|opendir|read|readlink|realpath|rename|rm|rmdir|scandir|stat|statfs|symlink|unlink|write)$/

function isOfFileSystem(error: unknown): boolean {
  const call = error instanceof Error && 'syscall' in error ? error.syscall : undefined
  return typeof call === 'string' && FILE_CALL.test(call)
}

/** An error of the store's own files as what the disk answered, or as Locked; one that is neither as it is. */
export function ofStoreDisk(error: unknown): unknown {
  if (/^SQLITE_(?:BUSY|LOCKED)/.test(codeOf(error) ?? ''))
    return new JsnapError('Locked', `another process has locked the index of the store (${shownOf(error)})`, {
      hint: 'wait until it has finished, and run the command again',
      cause: error,
    })
  const fault = faultOf(error)
  return fault === undefined ? error : storeDisk(fault, error)
}

/** The same of a file that jsnap makes for itself and nobody else removes: that it, or its folder, is gone is not a fault of what is read. */
export function ofOwnFile(error: unknown): unknown {
  const told = ofStoreDisk(error)
  return told === error && isOfFileSystem(error) ? storeDisk(TAKEN_AWAY, error) : told
}

function storeDisk({ words, hint }: Fault, error: unknown): JsnapError {
  const message = `${words('the disk of the store', 'the store')} (${shownOf(error)})`
  return new JsnapError('StoreDisk', message, { hint, cause: error })
}

/** An error of writing a file that is not the store's, such as one of a checkout. */
export function cannotWrite(file: string, error: unknown): JsnapError {
  const fault = faultOf(error)
  const why =
    fault === undefined ? withoutCall(error) : `${fault.words('the disk', 'it')} (${codeOfFault(error)})`
  return new JsnapError('Write', `cannot write ${file}: ${why}`, {
    ...(fault === undefined ? {} : { hint: fault.hint }),
    cause: error,
  })
}

/** What Node says, without the call and the file that it ends in: that is named before. */
function withoutCall(error: unknown): string {
  return messageOf(error).replace(/^(\w+: [^,]*), \w+(?: '.*')?$/s, '$1')
}

/** An error that nobody took up and that is the system's answer to a call: what it was about, in the same words. */
export function ofAnyDisk(error: unknown): unknown {
  // Only the store is kept by SQLite.
  if (codeOf(error)?.startsWith('SQLITE_') === true) return ofStoreDisk(error)
  const fault = faultOf(error)
  if (fault === undefined) return error
  const place = error instanceof Error && 'path' in error ? String(error.path) : 'a file'
  return new JsnapError('Disk', `${fault.words(`the disk of ${place}`, place)} (${shownOf(error)})`, {
    hint: fault.hint,
    cause: error,
  })
}

function shownOf(error: unknown): string {
  const code = codeOfFault(error)
  return messageOf(error).startsWith(code) ? messageOf(error) : `${code}: ${messageOf(error)}`
}

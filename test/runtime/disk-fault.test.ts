import { expect, test } from 'vitest'
import { cannotWrite, ofAnyDisk, ofStoreDisk } from '../../src/runtime/disk-fault.ts'
import { JsnapError } from '../../src/runtime/errors.ts'

/** As Node makes it of a call that failed. */
function systemError(code: string, syscall = 'write', path?: string): Error {
  return Object.assign(new Error(`${code}: as the system says it, ${syscall}`), { code, syscall, path })
}

function sqliteError(code: string): Error {
  return Object.assign(new Error('as SQLite says it'), { code })
}

test.each([
  ['ENOSPC', 'the disk of the store is full'],
  ['EDQUOT', 'the quota on the disk of the store is used up'],
  ['EROFS', 'the disk of the store is read-only'],
  ['EACCES', 'access to the store is denied'],
  ['EPERM', 'access to the store is denied'],
  ['EIO', 'the disk of the store fails'],
  ['EFBIG', 'the disk of the store does not allow files of this size'],
  ['EMFILE', 'too many files are open'],
])('%s of the store: %s', (code, words) => {
  const error = ofStoreDisk(systemError(code))
  expect(error).toMatchObject({
    code: 'StoreDisk',
    message: `${words} (${code}: as the system says it, write)`,
  })
  expect((error as JsnapError).hint).toBeDefined()
})

test.each([
  ['SQLITE_FULL', 'the disk of the store is full'],
  ['SQLITE_IOERR_SHMSIZE', 'the disk of the store fails'],
  ['SQLITE_READONLY_DIRECTORY', 'the store cannot be written to'],
  ['SQLITE_CANTOPEN', 'a file of the store cannot be opened'],
])('%s of the index: %s', (code, words) => {
  for (const told of [ofStoreDisk(sqliteError(code)), ofAnyDisk(sqliteError(code))])
    expect(told).toMatchObject({ code: 'StoreDisk', message: `${words} (${code}: as SQLite says it)` })
})

test.each(['SQLITE_BUSY', 'SQLITE_BUSY_RECOVERY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_LOCKED_SHAREDCACHE'])(
  '%s of the index is told as locked, wherever it is met',
  (code) => {
    for (const told of [ofStoreDisk(sqliteError(code)), ofAnyDisk(sqliteError(code))])
      expect(told).toMatchObject({ code: 'Locked', message: expect.stringContaining(code) as string })
  },
)

test('what rmSync tells in words alone is understood', () => {
  const error = Object.assign(new Error(", Unknown error: Read-only file system '/x'"), {
    code: '',
    syscall: 'rm',
  })
  expect(ofStoreDisk(error)).toMatchObject({
    code: 'StoreDisk',
    message: expect.stringMatching(/^the disk of the store is read-only \(EROFS/) as string,
  })
})

test('what no disk has answered stays as it is', () => {
  for (const error of [
    new Error('a fault of the program'),
    systemError('ENOENT', 'open'),
    systemError('EACCES', 'connect'),
    systemError('EACCES', 'spawn clasp'),
    sqliteError('SQLITE_ERROR'),
    new JsnapError('Corrupt', 'damaged'),
  ]) {
    expect(ofStoreDisk(error)).toBe(error)
    expect(ofAnyDisk(error)).toBe(error)
  }
})

test('a disk that is not the store’s has an error code of its own, and names the file', () => {
  expect(cannotWrite('out/a.html', systemError('ENOSPC'))).toMatchObject({
    code: 'Write',
    message: 'cannot write out/a.html: the disk is full (ENOSPC)',
  })
  expect(cannotWrite('out/a.html', systemError('EISDIR'))).toMatchObject({
    message: 'cannot write out/a.html: EISDIR: as the system says it',
  })
  expect(ofAnyDisk(systemError('EACCES', 'open', '/home/x/key'))).toMatchObject({
    code: 'Disk',
    message: 'access to /home/x/key is denied (EACCES: as the system says it, open)',
  })
})

test('a target that is not there is named once', () => {
  const error = Object.assign(new Error("ENOENT: no such file or directory, open '/none/x.html'"), {
    code: 'ENOENT',
  })
  expect(cannotWrite('/none/x.html', error).message).toBe(
    'cannot write /none/x.html: ENOENT: no such file or directory',
  )
})

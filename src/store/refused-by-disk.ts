import { codeOf } from '../runtime/errors.ts'

const CODES: ReadonlySet<string> = new Set([
  'EACCES',
  'EDQUOT',
  'EIO',
  'ENOENT',
  'ENOSPC',
  'ENOTDIR',
  'EPERM',
  'EROFS',
  'StoreDisk',
])

/** Says whether an error is the disk's no to a file being made or written, and not a fault of what was asked. */
export function isRefusedByDisk(error: unknown): boolean {
  const code = codeOf(error) ?? ''
  return CODES.has(code) || /^SQLITE_(?:FULL|IOERR|READONLY|CANTOPEN|PERM)/.test(code)
}

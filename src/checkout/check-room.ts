import { statfsSync } from 'node:fs'
import { JsnapError } from '../runtime/errors.ts'
import { formatCount } from '../runtime/format-count.ts'

/**
 * Refuses to begin a checkout into a folder whose disk cannot take it. A store of one MiB may name one chunk a hundred
 * thousand times, and mean it: a disk image is like that. So there is no bound but the disk's, and it is not filled
 * first.
 * @throws JsnapError Refused
 */
export function checkRoom(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  if (bytes <= free) return
  throw new JsnapError(
    'Refused',
    `the files need ${formatCount(bytes)} bytes, and the disk of ${folder} has ${formatCount(free)} free`,
    { hint: 'no file was written; name paths to write only some of them, or use --force to write anyway' },
  )
}

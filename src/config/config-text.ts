import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { codeOf, JsnapError, messageOf } from '../runtime/errors.ts'
import { utf8Text } from '../runtime/utf8-text.ts'
import { kindOf } from '../store/plain-file.ts'

/** Windows has only the first: there the other is undefined, and adds nothing. */
const { O_RDONLY, O_NONBLOCK } = constants

/** The text of a configuration, or undefined where there is no such file; what is none, such as a pipe, would never end. */
export function readConfigText(file: string, checkOwnerOf: (uid: number) => void): string | undefined {
  let fd: number | undefined
  try {
    fd = openSync(file, O_RDONLY | O_NONBLOCK)
    const stats = fstatSync(fd)
    if (!stats.isFile()) throw new Error(`it is ${kindOf(stats)}`)
    checkOwnerOf(stats.uid)
    return utf8Text(readFileSync(fd))
  } catch (error) {
    if (error instanceof JsnapError) throw error
    if (codeOf(error) === 'ENOENT') return undefined
    throw new JsnapError('Config', `cannot read ${file}: ${messageOf(error)}`, { cause: error })
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}

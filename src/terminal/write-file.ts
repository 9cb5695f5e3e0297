import { writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { cannotWrite } from '../runtime/disk-fault.ts'
import { codeOf, JsnapError } from '../runtime/errors.ts'

/** Writes a file that a command was given, in place of what is there. @throws JsnapError Write, Disk */
export async function writeOutput(file: string, pieces: Iterable<string>): Promise<void> {
  try {
    await writeFile(file, pieces)
  } catch (error) {
    throw cannotWrite(file, error)
  }
}

/** Writes a file for its owner only, which is not there yet. @throws JsnapError Write, Disk */
export function writeNewFile(file: string, bytes: Uint8Array): void {
  try {
    writeFileSync(file, bytes, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw cannotWrite(file, error)
    throw new JsnapError('Write', `${file} already exists`, { hint: 'name a file that does not exist yet' })
  }
}

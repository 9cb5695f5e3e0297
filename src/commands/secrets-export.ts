import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { cannotWrite } from '../runtime/disk-fault.ts'
import { codeOf, JsnapError } from '../runtime/errors.ts'
import { DONE } from '../terminal/exit-code.ts'
import { resolveVersion } from '../versions/resolve.ts'
import { sealedFile } from '../versions/version-secrets.ts'
import type { Run } from '../terminal/context.ts'
import { openStore } from '../config/locate-store.ts'
import type { SecretsExportOptions } from './secrets-export.flags.ts'

/** Writes the sealed file of a version as it is, to a file or to stdout: `age --decrypt` opens it. */
export const run: Run<SecretsExportOptions> = async (options, context) => {
  const { io, cwd } = context
  const store = openStore(options, context)
  try {
    const bytes = sealedFile(store, resolveVersion(store, options.version))
    if (options.file === undefined) {
      if (io.outputIsTerminal) {
        throw new JsnapError('Usage', 'refusing to write a binary file to the terminal', {
          hint: 'name a file, or redirect the output to one',
        })
      }
      await io.bytes(bytes)
      return DONE
    }
    const file = resolve(cwd, options.file)
    try {
      writeFileSync(file, bytes, { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw cannotWrite(file, error)
      throw new JsnapError('Write', `${file} already exists`, { hint: 'name a file that does not exist yet' })
    }
    if (options.json === true) io.json({ file, bytes: bytes.length })
    else io.note(`'age --decrypt -i IDENTITY ${options.file}' opens it`)
    return DONE
  } finally {
    store.close()
  }
}

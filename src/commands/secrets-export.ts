import { resolve } from 'node:path'
import { DONE } from '../terminal/exit-code.ts'
import { JsnapError, sealedSecrets } from '../index.ts'
import { writeNewFile } from '../terminal/write-file.ts'
import type { Run } from '../terminal/context.ts'
import { openStore } from '../flags/locate-store.ts'
import type { SecretsExportOptions } from './secrets-export.flags.ts'

/** Writes the sealed file of a version as it is, to a file or to stdout: `age --decrypt` opens it. */
export const run: Run<SecretsExportOptions> = async (options, context) => {
  const { io, cwd } = context
  const store = await openStore(options, context)
  try {
    const bytes = sealedSecrets(store, options.version)
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
    writeNewFile(file, bytes)
    if (options.json === true) io.json({ file, bytes: bytes.length })
    else io.note(`'age --decrypt -i IDENTITY ${options.file}' opens it`)
    return DONE
  } finally {
    store.close()
  }
}

import { resolve } from 'node:path'
import { DONE } from '../terminal/exit-code.ts'
import { printable, printableLines } from '../terminal/printable.ts'
import { quotePath } from '../terminal/quote-path.ts'
import {
  defaultIdentityFile,
  JsnapError,
  labelOf,
  openSecrets,
  readIdentities,
  resolveVersion,
  sealedSecrets,
} from '../index.ts'
import type { Run } from '../terminal/context.ts'
import { openStore } from '../flags/locate-store.ts'
import type { SecretsShowOptions } from './secrets-show.flags.ts'

/** Prints the secret values at a path of a version, opened with an identity. */
export const run: Run<SecretsShowOptions> = async (options, context) => {
  const { io, cwd, env } = context
  const store = await openStore(options, context)
  try {
    const version = resolveVersion(store, options.version)
    const sealed = sealedSecrets(store, version)
    const { identity, paths } = options
    const identities = readIdentities(
      identity === undefined ? defaultIdentityFile(env) : resolve(cwd, identity),
    )
    const secrets = await openSecrets(sealed, identities, { paths })
    if (secrets.length === 0) {
      throw new JsnapError(
        'NoSuchPath',
        `no secret value at '${options.paths.join(' ')}' in ${labelOf(version)}`,
        {
          hint: `'jsnap secrets list ${labelOf(version)}' lists where there are some`,
        },
      )
    }
    if (options.json === true) io.json({ version: version.name ?? version.id, secrets })
    else {
      let at = ''
      for (const { path, name, value } of secrets) {
        if (path !== at) io.line(io.colors.dim(quotePath(path)))
        at = path
        io.line(`  ${io.colors.bold(printable(name))} = ${printableLines(value)}`)
      }
    }
    return DONE
  } finally {
    store.close()
  }
}

import { DONE } from '../terminal/exit-code.ts'
import { printable } from '../terminal/printable.ts'
import { quotePath } from '../terminal/quote-path.ts'
import { chooseVersion, meaningOf, secretKeyProblem, secretNames } from '../index.ts'
import type { Run } from '../terminal/context.ts'
import { openStore } from '../flags/locate-store.ts'
import type { SecretsListOptions } from './secrets-list.flags.ts'

/** Lists where a version has secret values, and never the values. */
export const run: Run<SecretsListOptions> = async (options, context) => {
  const { io } = context
  const store = await openStore(options, context)
  try {
    const { versions, paths } = await meaningOf(store, [options.version, ...options.paths], {
      versions: 1,
      afterDashes: options.afterDashes,
    })
    const version = chooseVersion(store, versions[0], { paths, note: (text) => io.note(text) })
    const names = secretNames(store, version, { paths })
    const sealed = (version.commit.secrets?.sealed ?? null) !== null
    if (options.json === true) io.json({ version: version.name ?? version.id, sealed, secrets: names })
    else for (const { path, name } of names) io.line(`${quotePath(path)}  ${io.colors.bold(printable(name))}`)
    const problem = names.length > 0 ? secretKeyProblem(store, version) : undefined
    if (problem !== undefined) io.note(`secret.key, the key of their markers, ${problem.text}`)
    if (names.length > 0 && !sealed) io.note('the values were dropped: no recipients were configured')
    return DONE
  } finally {
    store.close()
  }
}

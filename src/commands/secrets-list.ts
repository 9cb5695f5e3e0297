import { secretKeyProblem } from '../store/secret-key.ts'
import { DONE } from '../terminal/exit-code.ts'
import { printable } from '../terminal/printable.ts'
import { quotePath } from '../terminal/quote-path.ts'
import { pathFilter } from '../versions/path-filter.ts'
import { namedOrNewestWith } from '../versions/newest-with.ts'
import { secretNames } from '../versions/version-secrets.ts'
import type { Run } from '../terminal/context.ts'
import { openStore } from '../config/locate-store.ts'
import type { SecretsListOptions } from './secrets-list.flags.ts'

/** Lists where a version has secret values, and never the values. */
export const run: Run<SecretsListOptions> = (options, context) => {
  const { io } = context
  const store = openStore(options, context)
  try {
    const version = namedOrNewestWith(store, options.version, options.paths, (text) => io.note(text))
    const isWanted = pathFilter(options.paths)
    const names = secretNames(store, version).filter(({ path }) => isWanted(path))
    const sealed = (version.commit.secrets?.sealed ?? null) !== null
    if (options.json === true) io.json({ version: version.name ?? version.id, sealed, secrets: names })
    else for (const { path, name } of names) io.line(`${quotePath(path)}  ${io.colors.bold(printable(name))}`)
    const problem = names.length > 0 ? secretKeyProblem(store.dir, version.commit.secrets) : undefined
    if (problem !== undefined) io.note(`secret.key, the key of their markers, ${problem.text}`)
    if (names.length > 0 && !sealed) io.note('the values were dropped: no recipients were configured')
    return Promise.resolve(DONE)
  } finally {
    store.close()
  }
}

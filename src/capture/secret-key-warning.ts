import type { CommitSecrets } from '../model/commit.ts'
import { soundAncestors } from '../store/ancestors.ts'
import { secretKeyProblem } from '../store/secret-key.ts'
import type { Store } from '../store/store.ts'

/** Says, before it is used, that the key of the store is not the one that HEAD's secret values are marked with. */
export function warnOfSecretKey(store: Store, warn: (text: string) => void): void {
  const { head } = store.refs()
  if (head !== null) warnOf(store, store.readCommit(head).secrets, 'HEAD', warn)
}

/** Says, before another key is made, that one is lost which values of versions before HEAD, that has none, are marked with. */
export function warnOfNewKey(store: Store, warn: (text: string) => void): void {
  const { head } = store.refs()
  for (const { id, commit } of soundAncestors(store, head)) {
    if (commit.secrets === undefined) continue
    const label = commit.name ?? id.slice(0, 12)
    if (id !== head) warnOf(store, commit.secrets, `version ${label}`, warn)
    return
  }
}

function warnOf(
  store: Store,
  secrets: CommitSecrets | undefined,
  whose: string,
  warn: (text: string) => void,
): void {
  const problem = secretKeyProblem(store.dir, secrets)
  if (problem === undefined) return
  const what = problem.kind === 'lost' ? 'is lost, and a new one is created' : problem.text
  warn(
    `secret.key, the marker key of ${whose}, ${what}: changes of its secret values cannot be detected; restore the file from a copy of the store`,
  )
}

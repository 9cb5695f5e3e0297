import type { CommitSecrets } from '../model/commit.ts'
import type { Io } from '../terminal/io.ts'
import { printable } from '../terminal/printable.ts'
import { soundAncestors } from '../store/ancestors.ts'
import { secretKeyProblem } from '../store/secret-key.ts'
import type { Store } from '../store/store.ts'

/** Says, before it is used, that the key of the store is not the one that HEAD's secret values are marked with. */
export function noteSecretKey(store: Store, io: Io): void {
  const { head } = store.refs()
  if (head !== null) tell(store, store.readCommit(head).secrets, 'HEAD', io)
}

/** Says, before another key is made, that one is lost which values of versions before HEAD, that has none, are marked with. */
export function noteNewKey(store: Store, io: Io): void {
  const { head } = store.refs()
  for (const { id, commit } of soundAncestors(store, head)) {
    if (commit.secrets === undefined) continue
    const name = printable(commit.name ?? id.slice(0, 12))
    if (id !== head) tell(store, commit.secrets, `version ${name}`, io)
    return
  }
}

function tell(store: Store, secrets: CommitSecrets | undefined, whose: string, io: Io): void {
  const problem = secretKeyProblem(store.dir, secrets)
  if (problem === undefined) return
  const what = problem.kind === 'lost' ? 'is lost, and a new one is created' : problem.text
  // Also where notes are not wanted: it is a warning, not a note.
  io.errorLine(
    `secret.key, the marker key of ${whose}, ${what}: changes of its secret values cannot be detected; restore the file from a copy of the store`,
  )
}

import type { Io } from '../terminal/io.ts'
import type { Store } from '../store/store.ts'
import { secretKeyProblem } from '../store/secret-key.ts'

/** Says, before it is used, that the key of the store is not the one that HEAD's secret values are marked with. */
export function noteSecretKey(store: Store, io: Io): void {
  const { head } = store.refs()
  if (head === null) return
  const problem = secretKeyProblem(store.dir, store.readCommit(head).secrets)
  if (problem === undefined) return
  const what = problem === 'lost' ? 'is lost, and another one takes its place' : 'is another one'
  io.note(
    `secret.key, which HEAD's secret values are marked with, ${what}: which of them changed since cannot be told; a copy of the file, put back, mends that`,
  )
}

import type { Commit } from '../../model/commit.ts'
import { formatCount } from '../../runtime/format-count.ts'
import { otherSecretRules } from '../../model/other-secret-rules.ts'
import { readSound } from '../../store/read-sound.ts'
import type { Store } from '../../store/store.ts'

/** How many entries of a version its counts leave out, and why, for people; undefined when there are none. */
export function notComparedText(store: Store, { counts, parent, scope }: Commit): string | undefined {
  const { notCompared = 0 } = counts
  if (notCompared === 0 || parent === null) return undefined
  const before = readSound(() => store.readCommit(parent))
  const text = `${formatCount(notCompared)} not compared: `
  if (before === undefined)
    return `${text}the parent, which is damaged, did not ask for them or could not read them`
  const couldRead = before.complete && !before.notCovered.some(({ denied }) => denied !== undefined)
  const hasOtherRules = otherSecretRules(before.scope ?? {}, scope ?? {}) !== undefined
  const reasons = [
    'the parent did not ask for them',
    ...(couldRead ? [] : ['could not read them']),
    ...(hasOtherRules ? ['stored them under other secret rules'] : []),
  ]
  return text + reasons.join(', or ')
}

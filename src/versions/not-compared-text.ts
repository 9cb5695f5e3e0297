import type { Commit } from '../model/commit.ts'
import { formatCount } from '../model/format-count.ts'
import type { Store } from '../store/store.ts'

/** How many entries of a version its counts leave out, and why, for people; undefined when there are none. */
export function notComparedText(store: Store, { counts, parent }: Commit): string | undefined {
  const { notCompared = 0 } = counts
  if (notCompared === 0 || parent === null) return undefined
  const unread = store.readCommit(parent).complete ? '' : ', or could not read them'
  return `${formatCount(notCompared)} not compared: the parent did not ask for them${unread}`
}

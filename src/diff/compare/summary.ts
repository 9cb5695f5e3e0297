import type { Change, ChangeType } from './change.ts'

/** How many changes there are of each type; `firstSeen` where there are any. */
export type Summary = Readonly<Record<Exclude<ChangeType, 'firstSeen'>, number>> & {
  readonly firstSeen?: number
}

/** Counts changes. */
export function summarise(changes: readonly Change[]): Summary {
  const summary = { added: 0, removed: 0, modified: 0, renamed: 0, metadata: 0, unknown: 0 }
  let firstSeen = 0
  for (const { type } of changes) {
    if (type === 'firstSeen') firstSeen++
    else summary[type]++
  }
  return firstSeen === 0 ? summary : { ...summary, firstSeen }
}

import type { NotLookedAt } from '../model/commit.ts'
import { formatCountOf } from '../runtime/format-count.ts'
import { printable } from './printable.ts'

/** What was taken over without a look at it, as `tags and ACLs of 1,234 unchanged objects (s3)`. */
export function notLookedAtLines(all: readonly NotLookedAt[] = []): string[] {
  return all.map(
    ({ source, what, objects }) =>
      `${printable(what)} of ${formatCountOf(objects, 'unchanged object')} (${printable(source)})`,
  )
}

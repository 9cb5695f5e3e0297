import type { Counts } from '../model/commit.ts'
import { formatCount } from '../runtime/format-count.ts'
import type { Colors } from './io.ts'

/** What a version changed, as `+12 ~3 -1  63 unknown`. */
export function changeCounts({ added, modified, removed, unknown = 0 }: Counts, colors: Colors): string {
  const signs = [
    colors.green(`+${formatCount(added)}`),
    colors.yellow(`~${formatCount(modified)}`),
    colors.red(`-${formatCount(removed)}`),
  ].join(' ')
  return unknown === 0 ? signs : `${signs}  ${colors.yellow(`${formatCount(unknown)} unknown`)}`
}

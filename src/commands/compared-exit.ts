import type { Comparison } from '../diff/compare/compare.ts'
import { areDifferent } from '../diff/compare/unread-in-both.ts'
import { DIFFERENT, DONE, USAGE } from '../terminal/exit-code.ts'

/**
 * The exit code of a comparison with `--exit-code`. Where nothing could be compared at a path that was named, or nothing at
 * all, there is not an answer: neither that there are differences, nor that there are none. Nor is there one where both
 * versions have something in another form.
 */
export function comparedExit(
  { changes, notCompared }: Pick<Comparison, 'changes' | 'notCompared'>,
  paths: readonly string[],
  uncompared: readonly string[],
): number {
  if (areDifferent(changes, paths)) return DIFFERENT
  const isInOtherForm = notCompared.some(
    ({ version, members }) => version === 'either' && members === undefined,
  )
  return isInOtherForm || uncompared.length > 0 ? USAGE : DONE
}

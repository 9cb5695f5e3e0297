import type { Change } from '../diff/change.ts'
import { areDifferent } from '../diff/unread-in-both.ts'
import { DIFFERENT, DONE, USAGE } from '../terminal/exit-code.ts'

/**
 * The exit code of a comparison with `--exit-code`. Where nothing could be compared at a path that was named, or nothing at
 * all, there is no answer: neither that there are differences, nor that there are none.
 */
export function comparedExit(
  changes: readonly Change[],
  paths: readonly string[],
  uncompared: readonly string[],
): number {
  if (areDifferent(changes, paths)) return DIFFERENT
  return uncompared.length > 0 ? USAGE : DONE
}

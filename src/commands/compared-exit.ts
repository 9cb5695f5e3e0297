import type { Difference } from '../index.ts'
import { DIFFERENT, DONE, USAGE } from '../terminal/exit-code.ts'

/**
 * The exit code of a comparison with `--exit-code`. Where nothing could be compared at a path that was named, or nothing
 * at all, there is no answer: neither that there are differences, nor that there are none. Nor is there one where
 * both versions have something in another form.
 */
export function comparedExit({ isDifferent, notCompared, uncompared }: Difference): number {
  if (isDifferent) return DIFFERENT
  const isInOtherForm = notCompared.some(
    ({ version, members }) => version === 'either' && members === undefined,
  )
  return isInOtherForm || uncompared.length > 0 ? USAGE : DONE
}

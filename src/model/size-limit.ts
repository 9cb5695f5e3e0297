import type { Asked } from './asked.ts'
import type { Entry } from './entry.ts'

/** Says whether a content was left unread by a size limit of one version that the other one does not have. */
export function isSizeUnasked(before: Entry, after: Entry, askedBefore: Asked, askedAfter: Asked): boolean {
  const [was, is] = [isLimited(before), isLimited(after)]
  if (was === is) return false
  return is
    ? after.size <= askedBefore.maxSizeOf(after.path)
    : before.size <= askedAfter.maxSizeOf(before.path)
}

function isLimited({ type, meta }: Entry): boolean {
  return type === 'stub' && meta['reason'] === 'size limit'
}

import type { Gap } from './commit.ts'
import { globBase, globMatcher, isGlob, type Matcher } from '../runtime/glob.ts'

/** What a version leaves out at one path, whatever signs its name has. */
export function gapAt(path: string, reason: string): Gap {
  return { path, reason, ...(isGlob(path) ? { literal: true } : {}) }
}

/** Says whether a gap names its paths by a glob. */
export function isPattern({ path, literal }: Pick<Gap, 'path' | 'literal'>): boolean {
  return literal !== true && isGlob(path)
}

/** Says about which paths a gap leaves a version without information. */
export function gapMatcher(gap: Gap): Matcher {
  const isInside = insideOf(gap)
  if (gap.except === undefined) return isInside
  const isExcepted = globMatcher(gap.except)
  return (other) => isInside(other) && !isExcepted(other)
}

/** What all paths of a gap begin with. */
export function gapBase(gap: Pick<Gap, 'path' | 'literal'>): string {
  return isPattern(gap) ? globBase(gap.path) : gap.path
}

function insideOf(gap: Gap): Matcher {
  const { path } = gap
  if (path.endsWith('/')) return (other) => other.startsWith(path)
  if (!isPattern(gap)) return (other) => other === path
  const matches = globMatcher([path])
  return (other) => other === path || matches(other)
}

import type { Gap } from './commit.ts'
import { globBase, globMatcher, isGlob, type Matcher } from './glob.ts'

/** Says of which paths a gap makes a version say nothing. */
export function gapMatcher({ path, except }: Gap): Matcher {
  const isInside = insideOf(path)
  if (except === undefined) return isInside
  const isExcepted = globMatcher(except)
  return (other) => isInside(other) && !isExcepted(other)
}

/** What all paths of a gap begin with. */
export function gapBase({ path }: Pick<Gap, 'path'>): string {
  return isGlob(path) ? globBase(path) : path
}

function insideOf(path: string): Matcher {
  if (path.endsWith('/')) return (other) => other.startsWith(path)
  if (!isGlob(path)) return (other) => other === path
  const matches = globMatcher([path])
  return (other) => other === path || matches(other)
}

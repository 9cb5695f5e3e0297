import type { Commit } from './commit.ts'
import type { Matcher } from '../runtime/glob.ts'

/** Says of which paths a version knows nothing since it could not list where they are: such places end in `/`. */
export function unreadMatcher({ problems }: Pick<Commit, 'problems'>): Matcher {
  const places = [...new Set(problems.map(({ path }) => path).filter((path) => path.endsWith('/')))]
  return (path) => places.some((place) => path.startsWith(place))
}

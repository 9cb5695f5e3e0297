import { areNamedApart, type Asked } from '../../model/asked.ts'

/** What two versions were asked for. */
interface AskedApart {
  readonly before: Asked
  readonly after: Asked
}

/**
 * The names that a path, with its region in it, has in two versions; undefined where both name everything alike, since
 * their primary regions are the same.
 */
export function namesApart(
  asked: AskedApart | undefined,
): ((named: string) => readonly string[]) | undefined {
  if (asked === undefined || !areNamedApart(asked.before, asked.after)) return undefined
  const { before, after } = asked
  return (named) => [named, before.ownPath(named), after.ownPath(named)]
}

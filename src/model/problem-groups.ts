import type { Problem } from './commit.ts'

/** Similar problems, shown as one. */
export interface ProblemGroup {
  /** The first of the paths; `paths` says how many there are. */
  readonly path: string
  readonly paths: number
  /** The first of the calls; `operations` says how many different ones of them there are. */
  readonly operation: string
  readonly operations: number
  readonly code: string
  readonly message: string
}

/**
 * Puts problems together. Those that one path has for one reason are one, as when a whole bucket is denied, and so are
 * those that the paths of one folder have alike, as when a call is denied for every distribution, or all lists of a
 * service are.
 */
export function problemGroups(problems: readonly Problem[]): ProblemGroup[] {
  const ofPaths = grouped(problems, ({ path, code }) => [path, code])
  const alike = grouped(ofPaths, (ofPath) => [
    folderOf(ofPath[0].path),
    ofPath[0].code,
    // Each kind of resources has a list of its own.
    ...(ofPath[0].path.endsWith('/') ? ['/'] : ofPath.map(({ operation }) => operation)),
  ])
  return alike.map((group) => ({
    ...group[0][0],
    paths: group.length,
    // A call fails in one region and then in the next.
    operations: new Set(group.flat().map(({ operation }) => operation)).size,
  }))
}

/** Items that have a key in common, in the order of the first of each. */
export function grouped<T>(
  items: readonly T[],
  keyOf: (item: T) => readonly string[],
): (readonly [T, ...(readonly T[])])[] {
  const groups = new Map<string, [T, ...T[]]>()
  for (const item of items) {
    const key = JSON.stringify(keyOf(item))
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return [...groups.values()]
}

/** The folder of a kind of resources: items may be folders themselves. */
export function folderOf(path: string): string {
  return path.split('/').slice(0, -1).slice(0, 2).join('/')
}

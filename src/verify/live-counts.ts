import type { Asked } from '../model/asked.ts'
import { formatCount } from '../runtime/format-count.ts'
import { askedOf } from '../store/asked-of.ts'
import { checked, skipped, type Check, type Failure } from './check.ts'
import type { VerifiedVersion } from './verified-version.ts'

/** What the account has now, by path. */
export interface LiveEstate {
  readonly found: ReadonlyMap<string, unknown>
  /** Prefixes below which contents have members, which only reading would show. */
  readonly members: readonly string[]
  /** Prefixes and paths of which nothing is known now. */
  readonly unknown: readonly string[]
  /** What it was asked for now. */
  readonly asked: Asked
}

const NAME = 'same number as in the account now'

/** Compares what is there with what the account has now, folder by folder, in what both were asked for. */
export function checkLiveCounts(
  subject: VerifiedVersion,
  { found, members, unknown, asked }: LiveEstate,
): Check[] {
  const then = askedOf(subject.store, subject.version.commit)
  const isMember = (path: string) => members.some((prefix) => path.startsWith(prefix))
  const here = new Set(
    subject.items
      .filter(({ type, path }) => type !== 'unknown' && !isMember(path))
      .map(({ path }) => path)
      .filter((path) => asked.reasonAgainst(path, then) === undefined),
  )
  const there = new Set([...found.keys()].filter((path) => then.reasonAgainst(path, asked) === undefined))
  const folderOf = (path: string) => path.slice(0, path.indexOf('/') + 1)
  const folders = new Set([...here, ...there].map(folderOf))
  return [...folders].sort().map((folder) => {
    const system = folder.slice(0, -1)
    const hidden = unknown.find((place) => place.startsWith(folder) || folder.startsWith(place))
    if (hidden !== undefined) {
      const wasThere = [...here].some((path) => path.startsWith(hidden))
      return wasThere
        ? checked(system, NAME, 'the account cannot be asked', [
            { path: hidden, message: 'cannot be listed now' },
          ])
        : skipped(system, NAME, `${hidden} cannot be listed now`)
    }
    const [before, now] = [[...here], [...there]].map((paths) =>
      paths.filter((path) => folderOf(path) === folder),
    ) as [string[], string[]] // two lists make two
    const failures: Failure[] = [
      ...before
        .filter((path) => !there.has(path))
        .map((path) => ({ path, message: 'the account does not have it now' })),
      ...now.filter((path) => !here.has(path)).map((path) => ({ path, message: 'the account has it now' })),
    ]
    const summary = `${formatCount(before.length)} in the version, ${formatCount(now.length)} in the account`
    return checked(system, NAME, summary, failures)
  })
}

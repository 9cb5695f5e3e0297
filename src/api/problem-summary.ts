import type { Problem } from '../model/commit.ts'
import { isDenial } from '../model/denied.ts'
import { grouped } from '../model/problem-groups.ts'

/** The problems of one source that have one reason. */
export interface ProblemSummary {
  /** The source, as `--only` takes it. */
  readonly source: string
  readonly count: number
  readonly isDenied: boolean
  /** The service's or the system's own code. */
  readonly code: string
  /** Who was denied, as `user/ops` or `assumed-role/deploy/ci`, where the message says it. */
  readonly caller: string | undefined
  /** One of them. */
  readonly first: Problem
}

/** The problems of a version by source and reason, those with the most first. */
export async function summariseProblems(problems: readonly Problem[]): Promise<ProblemSummary[]> {
  const { loadLayout } = await import('../services/layout.ts')
  const layout = await loadLayout(problems.map(({ path }) => path))
  const groups = grouped(problems, ({ path, code }) => [layout.sourceOf(path), code])
  return groups
    .map((group): ProblemSummary => {
      const [first] = group
      return {
        source: layout.sourceOf(first.path),
        count: group.length,
        isDenied: isDenial(first.code),
        code: first.code,
        caller: callerIn(first.message),
        first,
      }
    })
    .sort((a, b) => b.count - a.count)
}

/** As services say it: `User: arn:aws:iam::123456789012:user/ops is not authorized to perform: …`. */
function callerIn(message: string): string | undefined {
  return /\barn:[^:\s]*:(?:iam|sts)::\d*:([^\s"']+) is not authorized/.exec(message)?.[1]
}

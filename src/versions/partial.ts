import type { Commit } from '../model/commit.ts'

/** What of the command line made a version a part of the estate, as `--only lambda`; undefined for a whole one. */
export function partOf({ scope, notCovered }: Commit): string | undefined {
  if (scope === undefined) {
    // Older versions say it with each place that they leave out.
    const [word] = notCovered.flatMap(
      ({ reason }) => /^left out by (--(?:only|skip) .+)$/.exec(reason)?.[1] ?? [],
    )
    return word
  }
  const { only, skip } = scope
  const words = [
    ...(only.length === 0 ? [] : [`--only ${only.join(',')}`]),
    ...(skip.length === 0 ? [] : [`--skip ${skip.join(',')}`]),
  ]
  return words.length === 0 ? undefined : words.join(' ')
}

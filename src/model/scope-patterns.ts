import type { Scope } from './scope.ts'

/** The part of a scope that has patterns of people in it. */
export type WithPatterns = Partial<Pick<Scope, 'only' | 'skip' | 's3' | 'tables' | 'local' | 'secretRules'>>

/** Far more than people write: the time that each path takes is that of all patterns together. */
const MOST_PATTERNS = 4096
const MOST_CHARACTERS = 256 * 1024

/** What is wrong with the number of patterns in a scope; undefined when they can be matched. */
export function tooManyPatterns({
  only,
  skip,
  s3,
  tables,
  local,
  secretRules,
}: WithPatterns): string | undefined {
  const rules = Object.entries(s3?.buckets ?? {})
  const folders = Object.values(local?.folders ?? {})
  const patterns = [
    ...[only, skip, s3?.include, s3?.exclude, tables?.include, tables?.exclude],
    rules.map(([glob]) => glob),
    ...rules.flatMap(([, { include, exclude }]) => [include, exclude]),
    secretRules?.own.map(([glob]) => glob),
    ...folders.map(({ ignore }) => ignore.flatMap((text) => text.split('\n'))),
  ].flatMap((list) => list ?? [])
  if (patterns.length > MOST_PATTERNS)
    return `${patterns.length} patterns; at most ${MOST_PATTERNS} are supported`
  const characters = patterns.reduce((sum, pattern) => sum + pattern.length, 0)
  if (characters > MOST_CHARACTERS)
    return `patterns of ${characters} characters; at most ${MOST_CHARACTERS} are supported`
  return undefined
}

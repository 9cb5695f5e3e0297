import { globMatcher, isTooLongGlob, type Matcher } from './glob.ts'

/**
 * Says which paths of a folder patterns ignore, as git's `.gitignore` does: the last that matches counts, `!` takes back.
 * Paths of folders end in a slash; what is in an ignored folder is not asked about.
 */
export function gitignoreMatcher(patterns: readonly string[]): Matcher {
  const rules = patterns
    .flatMap((text) => text.split(/\r?\n/))
    .flatMap(ruleOf)
    .reverse()
  return (path) => rules.find(({ matches }) => matches(path))?.ignores ?? false
}

/** The same for any path: what is in an ignored folder is ignored too. */
export function gitignoredPaths(patterns: readonly string[]): Matcher {
  const matches = gitignoreMatcher(patterns)
  return (path) => {
    for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1))
      if (matches(path.slice(0, end + 1))) return true
    return matches(path)
  }
}

/** Says whether a line of a pattern is too long for a matcher. */
export function isTooLongPattern(text: string): boolean {
  return text.split(/\r?\n/).some((line) => !line.startsWith('#') && isTooLongGlob(`${globOf(line)}/`))
}

function ruleOf(line: string): { matches: Matcher; ignores: boolean }[] {
  if (line.startsWith('#')) return []
  const ignores = !line.startsWith('!')
  const pattern = withoutTrailingSpaces(ignores ? line : line.slice(1))
  const path = pattern.replace(/\/$/, '')
  if (path === '') return []
  const glob = globOf(path)
  const globs = pattern === path ? [glob, `${glob}/`] : [`${glob}/`]
  return [{ matches: globMatcher(globs), ignores }]
}

/** Spaces at the end are left out, but for one that a backslash stands before. */
function withoutTrailingSpaces(text: string): string {
  let end = text.length
  while (text[end - 1] === ' ' && text[end - 2] !== '\\') end--
  return text.slice(0, end)
}

/** The glob that says the same: a pattern without a slash in it is for a name in any folder, and braces mean nothing. */
function globOf(path: string): string {
  const plain = path
    .replace(/^\//, '')
    .replace(/\\.|[{}()!]/gs, (found) => (found.startsWith('\\') ? found : `\\${found}`))
  const below = plain
    .replace(/\[\\!/g, '[!')
    .replace(/\/\*\*$/, '/**/*')
    .replace(/^\.\//, '\\./')
  return path.includes('/') ? below : `**/${below}`
}

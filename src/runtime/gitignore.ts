import { Automaton } from './automaton.ts'
import { gitignorePattern } from './gitignore-pattern.ts'
import { checkLength, isTooLongGlob, type Matcher } from './glob.ts'

/**
 * Says which paths of a folder patterns ignore, as git's `.gitignore` does: the last that matches counts, `!` takes back.
 * Paths of folders end in a slash; what is in an ignored folder is not asked about.
 */
export function gitignoreMatcher(patterns: readonly string[]): Matcher {
  const rules = patterns
    .flatMap((text) => text.split('\n'))
    .flatMap(ruleOf)
    .reverse()
  return (path) => {
    const isFolder = path.endsWith('/')
    const bytes = bytesOf(isFolder ? path.slice(0, -1) : path)
    return rules.find(({ matches }) => matches(bytes, isFolder))?.ignores ?? false
  }
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
  return text.split('\n').some((line) => !line.startsWith('#') && isTooLongGlob(line))
}

interface Rule {
  readonly matches: (path: string, isFolder: boolean) => boolean
  readonly ignores: boolean
}

function ruleOf(line: string): Rule[] {
  if (line.startsWith('#')) return []
  checkLength(line)
  const ignores = !line.startsWith('!')
  const written = withoutTrailingSpaces(ignores ? line.replace(/\r$/, '') : line.replace(/\r$/, '').slice(1))
  const isForFolders = written.endsWith('/')
  const pattern = gitignorePattern(bytesOf(isForFolders ? written.slice(0, -1) : written))
  if (pattern === undefined) return []
  const automaton = new Automaton(pattern)
  return [{ matches: (path, isFolder) => (isFolder || !isForFolders) && automaton.matches(path), ignores }]
}

/** A character a byte, as git compares. */
function bytesOf(text: string): string {
  return /^[\0-\x7f]*$/.test(text) ? text : Buffer.from(text).toString('latin1')
}

/** Spaces at the end are left out, but for one that a backslash is before. */
function withoutTrailingSpaces(text: string): string {
  let end = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === ' ') continue
    if (text[at] === '\\') at++
    end = at + 1
  }
  return text.slice(0, end)
}

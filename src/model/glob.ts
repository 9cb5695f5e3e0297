import picomatch from 'picomatch'

/** Says whether a path, key or name matches. */
export type Matcher = (text: string) => boolean

/** Stands for what picomatch refuses to match with a wildcard; private use, so no sensible path has it. */
const STAND_IN = '\ue000'

/**
 * A matcher for globs: `*` stays within a segment, `**` crosses them, names that begin with a dot match too. Paths are S3
 * keys as much as file names, so segments `.` and `..` and line breaks are as good as any others.
 */
export function globMatcher(globs: readonly string[]): Matcher {
  const matches = picomatch([...globs], { dot: true })
  return (text) => matches(/[\r\n\u2028\u2029]|(?:^|\/)\.\.?(?:\/|$)/.test(text) ? tame(text) : text)
}

function tame(text: string): string {
  return text
    .replace(/[\r\n\u2028\u2029]/g, STAND_IN)
    .split('/')
    .map((segment) => (segment === '.' || segment === '..' ? STAND_IN : segment))
    .join('/')
}

/** Says whether text is a glob rather than a plain path. */
export function isGlob(text: string): boolean {
  return /[*?[{]/.test(text)
}

/** The part of a glob before its first wildcard, up to a slash. */
export function globBase(glob: string): string {
  return picomatch.scan(glob).base
}

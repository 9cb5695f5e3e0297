/** Says whether a path is one of those that were named. */
export type PathFilter = (path: string) => boolean

/**
 * A filter for paths as people name them: a path takes in everything below it, and globs work. Without any, everything
 * passes. The glob library is loaded only when a glob is there.
 */
export async function pathFilter(paths: readonly string[]): Promise<PathFilter> {
  if (paths.length === 0) return () => true
  const plain = paths.map((path) => path.replace(/\/+$/, ''))
  const globs = plain.filter((path) => /[*?[{]/.test(path))
  const matchesGlob =
    globs.length === 0 ? () => false : await globMatcher(globs.flatMap((glob) => [glob, `${glob}/**`]))
  return (path) => plain.some((named) => path === named || path.startsWith(`${named}/`)) || matchesGlob(path)
}

/** A matcher for globs over paths. */
export async function globMatcher(globs: readonly string[]): Promise<PathFilter> {
  const { default: picomatch } = await import('picomatch')
  const matches = picomatch([...globs], { dot: true })
  return (path) => matches(path)
}

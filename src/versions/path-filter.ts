import { globBase, globMatcher, isGlob, type Matcher } from '../runtime/glob.ts'

/**
 * A filter for paths as people name them: a path takes in everything below it, and globs work. Without any, everything
 * passes.
 */
export function pathFilter(paths: readonly string[]): Matcher {
  if (paths.length === 0) return () => true
  const plain = paths.map((path) => path.replace(/\/+$/, ''))
  const matchesGlob = globMatcher(plain.filter(isGlob).flatMap((glob) => [glob, `${glob}/**`]))
  return (path) => plain.some((named) => path === named || path.startsWith(`${named}/`)) || matchesGlob(path)
}

/** The path that such a filter is about: of a glob, what is before its wildcards. */
export function basePath(path: string): string {
  return isGlob(path) ? globBase(path) : path.replace(/\/+$/, '')
}

/** What all paths begin with that such a filter passes, so that only that part of a tree is read. */
export function commonPrefix(paths: readonly string[]): string {
  const [first = '', ...others] = paths.map((path) => path.replace(/[*?[{].*$/s, '').replace(/\/+$/, ''))
  let length = first.length
  for (const other of others) {
    while (!other.startsWith(first.slice(0, length))) length--
  }
  return first.slice(0, length)
}

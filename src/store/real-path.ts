import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path'

/** The path without links, also when its last parts do not exist yet. */
export function realPath(path: string): string {
  if (existsSync(path) || dirname(path) === path) return realpathSync.native(path)
  return join(realPath(dirname(path)), basename(path))
}

/** Says whether a path is a folder or below it; both without links. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}

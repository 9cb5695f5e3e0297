import { isAbsolute, normalize, relative, resolve } from 'node:path'

/** The one spelling of a configured folder: relative to the configuration's folder where it is inside of that. */
export function folderSpelling(path: string, folder: string): string {
  const inside = relative(folder, resolve(folder, path))
  const isOutside = inside === '..' || inside.startsWith('../') || isAbsolute(inside)
  if (isOutside) return plainSpelling(path)
  return inside === '' ? '.' : inside
}

/** A path without what changes nothing about where it is: `./`, doubled and trailing slashes, `a/..`. */
export function plainSpelling(path: string): string {
  return normalize(path).replace(/(?<=[^/])\/+$/, '')
}

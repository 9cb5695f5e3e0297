import picomatch from 'picomatch'
import { JsnapError } from '../model/errors.ts'

const GLOB = /[*?[\]{}()!]/

/**
 * Says which of a version's paths are asked for: an entry, everything below a prefix that ends at a segment border, or
 * what a glob matches (and what is below it). Text that stands for something as it is, is never taken as a glob.
 * @throws JsnapError NoSuchPath
 */
export function pathScope(wanted: readonly string[], paths: readonly string[]): (path: string) => boolean {
  const tests = wanted.map((text) => {
    const literal = below(text)
    const test = !paths.some(literal) && GLOB.test(text) ? globTest(text) : literal
    if (!paths.some(test)) {
      throw new JsnapError('NoSuchPath', `no path of the version matches '${text}'`, {
        hint: "'jsnap ls VERSION' lists the paths",
      })
    }
    return test
  })
  return (path) => tests.some((test) => test(path))
}

function below(text: string): (path: string) => boolean {
  const folder = text.endsWith('/') ? text : `${text}/`
  return (path) => path === text || path.startsWith(folder)
}

/** Matches a path itself or any folder above it; neighbours share folders, so those are remembered. */
function globTest(glob: string): (path: string) => boolean {
  const matches = picomatch(glob, { dot: true, nonegate: true })
  const folders = new Map<string, boolean>()
  const inFolder = (folder: string): boolean => {
    const known = folders.get(folder)
    if (known !== undefined) return known
    const found =
      matches(folder) || (folder.includes('/') && inFolder(folder.slice(0, folder.lastIndexOf('/'))))
    folders.set(folder, found)
    return found
  }
  return (path) => matches(path) || (path.includes('/') && inFolder(path.slice(0, path.lastIndexOf('/'))))
}

import { JsnapError } from '../runtime/errors.ts'
import type { Matcher } from '../runtime/glob.ts'
import { pathFilter } from '../versions/path-filter.ts'

/**
 * Says which of a version's paths are asked for: an entry, everything below a folder, or what a glob matches. Text that
 * stands for something as it is, is not taken as a glob. `reasonOf` says why the version does not know what is nowhere.
 * @throws JsnapError NoSuchPath, NotReadable
 */
export function pathScope(
  wanted: readonly string[],
  paths: readonly string[],
  reasonOf: (text: string) => string | undefined,
): Matcher {
  const tests = wanted.map((text) => {
    const literal = below(text.replace(/\/+$/, ''))
    const test = paths.some(literal) ? literal : pathFilter([text])
    if (!paths.some(test)) {
      const reason = reasonOf(text)
      if (reason !== undefined)
        throw new JsnapError('NotReadable', `the version has no information about '${text}': ${reason}`)
      throw new JsnapError('NoSuchPath', `no path of the version matches '${text}'`, {
        hint: "'jsnap ls VERSION' lists the paths",
      })
    }
    return test
  })
  return (path) => tests.some((test) => test(path))
}

function below(text: string): Matcher {
  return (path) => path === text || path.startsWith(`${text}/`)
}

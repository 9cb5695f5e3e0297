import { formatCountOf } from '../runtime/format-count.ts'
import { checked, skipped, type Check, type Failure } from './check.ts'
import type { VerifiedVersion } from './verified-version.ts'
import { functionAt, FUNCTIONS, LAYERS } from '../services/folders.ts'

const PACKAGES = 'packages match size and CodeSha256'
const SETTINGS = 'memory and timeout are recorded'

/** Compares each code package with what Lambda reports of it. */
export function checkLambdaPackages(subject: VerifiedVersion): Check {
  const listed = subject.listing?.filter(
    ({ path, sha256 }) =>
      sha256 !== undefined && [FUNCTIONS, LAYERS].some((folder) => path.startsWith(folder)),
  )
  if (listed === undefined) return skipped('lambda', PACKAGES, 'the version has no listing')
  if (listed.length === 0) return skipped('lambda', PACKAGES, 'no package was listed')
  const failures = listed.flatMap(({ path, sha256, bytes }): Failure[] => {
    const item = subject.item(path)
    if (item === undefined) return [{ path, message: 'missing' }]
    if (item.sha256 === null) return [{ path, message: `not captured: ${item.reason ?? 'unknown'}` }]
    if (item.sha256 !== sha256)
      return [{ path, message: `its SHA-256 is not the CodeSha256 ${sha256 ?? ''}` }]
    return item.size === bytes ? [] : [{ path, message: `${item.size} bytes, Lambda reports ${bytes ?? 0}` }]
  })
  return checked('lambda', PACKAGES, formatCountOf(listed.length, 'package'), failures)
}

/** Looks for what every function has. */
export function checkLambdaSettings(subject: VerifiedVersion): Check {
  const functions = [...subject.documentsBelow(FUNCTIONS)].filter(
    ({ path }) => functionAt(path) !== undefined,
  )
  if (functions.length === 0) return skipped('lambda', SETTINGS, 'no functions')
  const failures = functions.flatMap(({ path, document }) =>
    ['MemorySize', 'Timeout']
      .filter((member) => typeof document[member] !== 'number')
      .map((member) => ({ path, message: `no ${member}` })),
  )
  return checked('lambda', SETTINGS, formatCountOf(functions.length, 'function'), failures)
}

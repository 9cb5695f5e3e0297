import { formatBytes } from '../terminal/format-bytes.ts'
import { formatCountOf } from '../runtime/format-count.ts'
import { checked, skipped, type Check, type Failure } from './check.ts'
import { objectsOf } from './s3-objects.ts'
import type { VerifiedVersion } from './verified-version.ts'
import { OBJECTS } from '../model/scope-folders.ts'

const NAME = 'objects and bytes match the listing'

/** Compares each bucket with its listing at the capture. */
export function checkS3Counts(subject: VerifiedVersion): Check {
  const listed = subject.listing?.filter(({ path }) => path.startsWith(OBJECTS))
  if (listed === undefined) return skipped('s3', NAME, 'the version has no listing')
  if (listed.length === 0) return skipped('s3', NAME, 'no bucket was listed')
  let [objects, bytes] = [0, 0]
  const failures = listed.flatMap(({ path, entries = 0, bytes: size = 0 }): Failure[] => {
    const here = objectsOf(subject, path)
    const sum = here.reduce((all, item) => all + item.size, 0)
    objects += here.length
    bytes += sum
    if (here.length !== entries) {
      return [{ path, message: `${formatCountOf(here.length, 'object')}, ${entries} were listed` }]
    }
    return sum === size ? [] : [{ path, message: `${sum} bytes, ${size} were listed` }]
  })
  const summary = `${formatCountOf(listed.length, 'bucket')}, ${formatCountOf(objects, 'object')}, ${formatBytes(bytes)}`
  return checked('s3', NAME, summary, failures)
}

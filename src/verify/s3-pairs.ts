import { formatCountOf } from '../model/format-count.ts'
import { checked, skipped, type Check, type Failure } from './check.ts'
import { objectsOf } from './s3-objects.ts'
import type { Subject } from './subject.ts'

const NAME = 'pairs of buckets hold the same'
const PRODUCTION = /(^|[-.])(?:prod|production|live)(?=$|[-.])/
const STAGING = ['staging', 'stage', 'stg']

/** Compares buckets that should hold the same: those that the configuration names, else production and staging by their names. */
export function checkS3Pairs(subject: Subject): Check {
  const buckets = subject.items
    .map(({ path }) => /^s3-configs\/(.*)\.json$/.exec(path)?.[1])
    .filter((name) => name !== undefined)
  const configured = subject.config.s3?.pairs
  const pairs = configured ?? buckets.flatMap((name) => pairOf(name, buckets))
  if (pairs.length === 0) return skipped('s3', NAME, "no pairs; 's3.pairs' of the configuration names some")
  const failures = pairs.flatMap(([a, b]) => differences(subject, a, b))
  const summary = `${formatCountOf(pairs.length, 'pair')}${configured === undefined ? ' by their names' : ''}`
  return checked('s3', NAME, summary, failures)
}

function pairOf(name: string, all: readonly string[]): [string, string][] {
  const twin = STAGING.map((word) => name.replace(PRODUCTION, `$1${word}`)).find(
    (other) => other !== name && all.includes(other),
  )
  return twin === undefined ? [] : [[name, twin]]
}

function differences(subject: Subject, a: string, b: string): Failure[] {
  const [first, second] = [a, b].map((bucket) => {
    const folder = `s3-buckets/${bucket}/`
    const objects = objectsOf(subject, folder)
    return { folder, objects: new Map(objects.map((item) => [item.path.slice(folder.length), item])) }
  })
  if (first === undefined || second === undefined) return []
  const missing = (from: typeof first, to: typeof first, bucket: string) =>
    [...from.objects.keys()]
      .filter((key) => !to.objects.has(key))
      .map((key) => ({ path: to.folder + key, message: `missing; ${bucket} has it` }))
  const other = [...first.objects].flatMap(([key, item]): Failure[] => {
    const twin = second.objects.get(key)
    if (twin === undefined || (twin.sha256 !== null && twin.sha256 === item.sha256)) return []
    if (twin.sha256 === null || item.sha256 === null)
      return [{ path: twin.path, message: `cannot be compared with ${a}: one of them could not be read` }]
    return [{ path: twin.path, message: `other content than in ${a}` }]
  })
  return [...missing(first, second, a), ...missing(second, first, b), ...other]
}

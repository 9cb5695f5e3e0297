import { labelOf, type Version } from '../../versions/version.ts'
import type { Item } from '../../versions/inventory.ts'
import { BUCKET_CONFIGS, OBJECTS } from '../../model/scope-folders.ts'
import type { Bucket } from './buckets.ts'
import {
  bucketPairs,
  comparePair,
  type BucketPair,
  type PairDifference,
} from '../../versions/bucket-pairs.ts'
import { gapSections, section } from './gaps.ts'
import { link, plain, table } from './markdown.ts'
import { formatCount, formatCountOf } from '../../runtime/format-count.ts'
import { bytes } from './quantity.ts'
import type { View } from './view.ts'

/** `s3-buckets/MANIFEST.md`: what every bucket holds, and what of it is missing. */
export function s3Manifest(
  version: Version,
  items: readonly Item[],
  buckets: readonly Bucket[],
  pairs: readonly BucketPair[] | undefined,
): View {
  return {
    path: `${OBJECTS}MANIFEST.md`,
    belongs: () => false,
    *text(fileAt) {
      const { time, problems, notCovered } = version.commit
      const concerns = (path: string) => path.startsWith(OBJECTS) || path.startsWith(BUCKET_CONFIGS)
      let objects = 0
      let size = 0
      let unlisted = 0
      const unreadable: Item[] = []
      const rows = buckets.map((bucket) => {
        const tally = tallyOf(items, bucket)
        objects += tally.objects
        size += tally.bytes
        if (!tally.isListed) unlisted++
        for (const item of tally.unreadable) unreadable.push(item)
        const own = problems.filter(
          ({ path }) =>
            path.startsWith(`${OBJECTS}${bucket.name}/`) || path === `${BUCKET_CONFIGS}${bucket.name}.json`,
        )
        return [
          tally.first === undefined ? plain(bucket.name) : link(bucket.name, folderOf(fileAt(tally.first))),
          ...(tally.isListed ? [formatCount(tally.objects), bytes(tally.bytes)] : ['unknown', 'unknown']),
          time,
          formatCount(tally.unreadable.length),
          formatCount(own.length),
        ]
      })
      yield `# S3 buckets of ${plain(labelOf(version))}\n\n`
      const notListed = unlisted === 0 ? '' : ` (${formatCount(unlisted)} could not be listed)`
      yield `${formatCountOf(buckets.length, 'bucket')}${notListed}, ${formatCountOf(objects, 'object')}, ${bytes(size)}\n\n`
      yield table(['Bucket', 'Objects', 'Bytes', 'Captured', 'Not readable', 'Problems'], rows)
      yield pairSection(
        bucketPairs(
          buckets.map(({ name }) => name),
          pairs,
        ),
        items,
        buckets,
      )
      yield gapSections(
        problems.filter(({ path }) => concerns(path)),
        unreadable,
        notCovered.filter(({ path }) => concerns(path)),
      )
    },
  }
}

/** How far pairs of buckets are equal; empty when there are no pairs. */
function pairSection(
  pairs: readonly BucketPair[],
  items: readonly Item[],
  buckets: readonly Bucket[],
): string {
  const digestsOf = (name: string) => {
    const { start, end } = buckets.find((bucket) => bucket.name === name) ?? { start: 0, end: 0 }
    const prefix = `${OBJECTS}${name}/`.length
    return new Map(items.slice(start, end).map(({ path, sha256 }) => [path.slice(prefix), sha256]))
  }
  return section('Pairs', ['Production', 'Staging', 'Parity'], pairs, (pair) => [
    ...pair,
    parity(comparePair(pair, digestsOf)),
  ])
}

function parity(differences: readonly PairDifference[]): string {
  if (differences.length === 0) return 'the same'
  const kinds = Map.groupBy(differences, ({ what }) => what)
  return [...kinds].map(([what, all]) => `${formatCount(all.length)} ${what}`).join(', ')
}

interface BucketTally {
  objects: number
  bytes: number
  /** The index of the first item that has a file. */
  first: number | undefined
  isListed: boolean
  readonly unreadable: Item[]
}

function tallyOf(items: readonly Item[], { start, end }: Bucket): BucketTally {
  const tally: BucketTally = { objects: 0, bytes: 0, first: undefined, isListed: true, unreadable: [] }
  items.slice(start, end).forEach((item, i) => {
    if (item.type === 'unknown') tally.isListed = false
    else if (item.reason === undefined) {
      tally.first ??= start + i
      tally.objects++
      tally.bytes += item.size
    } else tally.unreadable.push(item)
  })
  return tally
}

/** The bucket's folder, relative to this file. */
function folderOf(file: string): string {
  return `${file.split('/')[1] ?? ''}/`
}

import { BUCKET_CONFIGS, documentIn, OBJECTS } from '../model/scope-folders.ts'
import { pathOfLine } from '../model/entry.ts'
import type { Store } from '../store/store.ts'
import { entries } from '../store/tree.ts'
import { bucketPairs as pairsOf, type BucketPair } from '../versions/bucket-pairs.ts'
import { versionNamed } from '../versions/resolve.ts'
import type { Version } from '../versions/version.ts'

/**
 * The places of buckets that should hold the same objects: those of the configured pairs, else production and staging by
 * their names.
 * @throws JsnapError UnknownVersion
 */
export function bucketPairs(
  store: Store,
  version: Version | string,
  configured?: readonly BucketPair[],
): (readonly [string, string])[] {
  const { tree } = versionNamed(store, version).commit
  const buckets = [...entries(store, tree, BUCKET_CONFIGS)]
    .map((line) => documentIn(BUCKET_CONFIGS, pathOfLine(line)))
    .filter((name) => name !== undefined)
  return pairsOf(buckets, configured).map(([first, second]) => [OBJECTS + first, OBJECTS + second])
}

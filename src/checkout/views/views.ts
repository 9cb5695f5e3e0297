import type { Commit } from '../../model/commit.ts'
import { isPattern } from '../../model/gap-matcher.ts'
import type { Layout } from '../../services/layout.ts'
import { comparePaths } from '../../model/paths.ts'
import type { NodeReader } from '../../store/tree.ts'
import type { Version } from '../../versions/version.ts'
import type { Item } from '../../versions/inventory.ts'
import type { BucketPair } from '../../versions/bucket-pairs.ts'
import { bucketsOf } from './buckets.ts'
import type { ContentReader } from '../../store/entry-content.ts'
import { Documents } from '../../versions/documents.ts'
import { estateViews } from './estate-views.ts'
import { s3Manifest } from './s3-manifest.ts'
import { objectsView } from './s3-objects.ts'
import { versionManifest } from './version-manifest.ts'
import type { View } from './view.ts'

/** Every view of a version; `pairs` are the buckets that the configuration compares. A stored entry of the same path takes precedence. */
export function viewsOf(
  store: NodeReader & ContentReader,
  version: Version,
  items: readonly Item[],
  pairs: readonly BucketPair[] | undefined,
  layout: Layout,
): View[] {
  const buckets = bucketsOf(items)
  const views = buckets.map((bucket) => objectsView(store, version.commit, items, bucket))
  if (buckets.length > 0) views.push(s3Manifest(version, items, buckets, pairs))
  views.push(...estateViews(new Documents(store, withDenied(items, version.commit)), layout))
  views.push(versionManifest(version, items, layout))
  const stored = new Set(items.map((item) => item.path))
  return views.filter((view) => !stored.has(view.path))
}

/** What was denied and is not covered is no less unknown to a view than what is a problem. */
function withDenied(items: readonly Item[], { notCovered }: Commit): readonly Item[] {
  const denied = notCovered.filter((gap) => gap.denied !== undefined && !isPattern(gap))
  if (denied.length === 0) return items
  const places = denied.map(({ path }): Item => ({
    path,
    type: 'unknown',
    sha256: null,
    size: 0,
    mode: undefined,
    isRawName: false,
    reason: 'denied',
  }))
  return [...items, ...places].sort((a, b) => comparePaths(a.path, b.path))
}

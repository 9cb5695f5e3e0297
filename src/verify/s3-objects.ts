import type { Item } from '../versions/inventory.ts'
import type { VerifiedVersion } from './verified-version.ts'

/** The objects of a bucket, by its folder as `s3-buckets/shop/`. */
export function objectsOf({ documents }: VerifiedVersion, folder: string): readonly Item[] {
  return documents.itemsBelow(folder).filter(({ type }) => type !== 'unknown')
}

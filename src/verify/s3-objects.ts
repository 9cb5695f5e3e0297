import type { Item } from '../versions/inventory.ts'
import type { Subject } from './subject.ts'

/** The objects of a bucket, by its folder as `s3-buckets/shop/`. */
export function objectsOf({ documents }: Subject, folder: string): readonly Item[] {
  return documents.itemsBelow(folder).filter(({ type }) => type !== 'unknown')
}

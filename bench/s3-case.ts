import type { Case } from './case.ts'
import { BUCKET, smallObjects } from './objects.ts'
import { aws, jsnap, rclone } from './s3-tools.ts'
import { versionsOfABucket } from './versions-of-a-bucket.ts'

/** Versions of a bucket of small objects. */
export const s3Case: Case = {
  name: 's3',
  title: '20,000 objects of 0.3–6 KB on the embedded endpoint',
  bars: [],
  async run(results, runs) {
    await versionsOfABucket(smallObjects(20_000), BUCKET, { jsnap, aws, rclone }, results, runs)
  },
}

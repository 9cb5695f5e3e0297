import type { Case } from './case.ts'
import { BUCKET, smallObjects } from './objects.ts'
import { jsnap } from './s3-tools.ts'
import { versionsOfABucket } from './versions-of-a-bucket.ts'

/** The memory that a bucket of many objects takes. */
export const manyObjectsCase: Case = {
  name: 'many-objects',
  title: '100,000 objects of 0.3–6 KB on the embedded endpoint',
  bars: [
    { step: 'cold', of: 'peakBytes', limit: 500e6 },
    { step: 'unchanged', of: 'peakBytes', limit: 500e6 },
  ],
  async run(results, runs) {
    await versionsOfABucket(smallObjects(100_000), BUCKET, { jsnap }, results, runs)
  },
}

import { join } from 'node:path'
import type { Case } from './case.ts'
import { largeFile } from './large-file.ts'
import { BUCKET, largeObject } from './objects.ts'
import { jsnap } from './s3-tools.ts'
import { versionsOfABucket } from './versions-of-a-bucket.ts'

/** The memory that a large object takes. */
export const largeObjectCase: Case = {
  name: 'large-object',
  title: 'one object of 2 GiB on the embedded endpoint',
  bars: [{ step: 'cold', of: 'peakBytes', limit: 500e6 }],
  async run(results, runs) {
    const { account, close } = largeObject(join(await largeFile(), 'archive.bin'))
    await versionsOfABucket(account, BUCKET, { jsnap }, results, runs)
    close()
  },
}

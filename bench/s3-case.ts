import { generateAccount } from '../fixtures/generated-account.ts'
import type { Case } from './case.ts'
import { aws, jsnap, rclone } from './s3-tools.ts'
import { versionsOfAnAccount } from './versions-of-an-account.ts'

/** Versions of buckets of small objects. */
export const s3Case: Case = {
  name: 's3',
  title: '20,000 objects of 1–30 KB in 8 buckets, 30 % duplicates, on the embedded endpoint',
  bars: [],
  async run(results, runs) {
    await versionsOfAnAccount(generateAccount(20_000), { jsnap, aws, rclone }, results, runs)
  },
}

import { generateAccount } from '../fixtures/generated-account.ts'
import type { Case } from './case.ts'
import { jsnap } from './s3-tools.ts'
import { versionsOfAnAccount } from './versions-of-an-account.ts'

/** The memory that many objects take. */
export const manyObjectsCase: Case = {
  name: 'many-objects',
  title: '100,000 objects of 1–30 KB in 8 buckets, 30 % duplicates, on the embedded endpoint',
  bars: [
    { step: 'cold', of: 'peakBytes', limit: 500e6 },
    { step: 'unchanged', of: 'peakBytes', limit: 500e6 },
  ],
  async run(results, runs) {
    await versionsOfAnAccount(generateAccount(100_000), { jsnap }, results, runs)
  },
}

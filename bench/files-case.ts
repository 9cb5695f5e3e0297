import type { Case } from './case.ts'
import { editSmallFiles, smallFiles } from './small-files.ts'
import { versionsOfAFolder } from './versions-of-a-folder.ts'

/** Versions of many small files. */
export const filesCase: Case = {
  name: 'files',
  title: '50,000 files of 1–30 KB, 430 MB, 30 % duplicates; then 1 % edited',
  bars: [
    { step: 'cold', of: 'seconds', limit: 0.7, times: 'restic' },
    { step: 'cold', of: 'storeBytes', limit: 1, times: 'restic' },
    { step: 'unchanged', of: 'seconds', limit: 2 },
    { step: 'diff', of: 'seconds', limit: 0.25 },
    { step: 'checkout', of: 'seconds', limit: 1.2, times: 'cp' },
  ],
  async run(results, runs) {
    const input = await smallFiles()
    await versionsOfAFolder(input, () => editSmallFiles(input), results, runs)
  },
}

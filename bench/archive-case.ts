import { renameSync } from 'node:fs'
import { join } from 'node:path'
import type { Case } from './case.ts'
import { largeFile, largeFileEdited } from './large-file.ts'
import { versionsOfAFolder } from './versions-of-a-folder.ts'
import { changing } from './work-folder.ts'

/** Versions of one large file. */
export const archiveCase: Case = {
  name: 'archive',
  title: 'one file of 2 GiB; then with 15 bytes inserted',
  bars: [{ step: 'cold', of: 'peakBytes', limit: 500e6 }],
  async run(results, runs) {
    const input = await largeFile()
    const edited = await largeFileEdited()
    await versionsOfAFolder(input, () => exchange(input, edited), results, runs)
  },
}

/** Puts the file of `other` into `folder`; the returned function puts both back. */
function exchange(folder: string, other: string): () => void {
  const remember = [changing(folder), changing(other)]
  const [here, there, aside] = [
    join(folder, 'archive.bin'),
    join(other, 'archive.bin'),
    join(other, 'aside.bin'),
  ]
  renameSync(here, aside)
  renameSync(there, here)
  return () => {
    renameSync(here, there)
    renameSync(aside, here)
    for (const again of remember) again()
  }
}

import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Random } from './random.ts'
import { shopContent } from './shop-content.ts'
import { inputs } from './work-folder.ts'

const BLOCK = 1 << 20
const BLOCKS = 2048

/** A folder with one file of 2 GiB, as an archive of a shop: three quarters text, one quarter that does not compress. */
export function largeFile(): Promise<string> {
  return inputs('large-file-1', (folder) => writeArchive(join(folder, 'archive.bin')))
}

/** The same archive with a few bytes more near its start. */
export function largeFileEdited(): Promise<string> {
  return inputs('large-file-edited-1', (folder) =>
    writeArchive(join(folder, 'archive.bin'), 'one order more\n'),
  )
}

function writeArchive(path: string, inserted = ''): void {
  const file = openSync(path, 'wx')
  for (let i = 0; i < BLOCKS; i++) {
    if (i === 100) writeSync(file, inserted)
    writeSync(file, block(i))
  }
  closeSync(file)
}

function block(index: number): Buffer {
  const random = new Random(index)
  return index % 4 === 0 ? random.bytes(BLOCK) : shopContent(random, BLOCK).bytes.subarray(0, BLOCK)
}

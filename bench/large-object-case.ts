import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { Account } from '../fixtures/endpoint/account.ts'
import type { Content } from '../fixtures/endpoint/content.ts'
import type { Case } from './case.ts'
import { largeFile } from './large-file.ts'
import { jsnap } from './s3-tools.ts'
import { versionsOfAnAccount } from './versions-of-an-account.ts'

/** The memory that a large object takes. */
export const largeObjectCase: Case = {
  name: 'large-object',
  title: 'one object of 2 GiB on the embedded endpoint',
  bars: [{ step: 'cold', of: 'peakBytes', limit: 500e6 }],
  async run(results, runs) {
    const file = openSync(join(await largeFile(), 'archive.bin'), 'r')
    const account = new Account()
    account.createBucket('bench-backups')
    account.putObject('bench-backups', 'archive.bin', contentOf(file), { parts: 128 })
    await versionsOfAnAccount(account, { jsnap }, results, runs)
    closeSync(file)
  },
}

/** The bytes of a file as an object's. */
function contentOf(file: number): Content {
  return {
    size: fstatSync(file).size,
    read(start, end) {
      const buffer = Buffer.allocUnsafe(end - start)
      return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, start))
    },
  }
}

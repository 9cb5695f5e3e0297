import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { Account } from '../fixtures/endpoint/account.ts'
import type { Content } from '../fixtures/endpoint/content.ts'
import { Random } from './random.ts'
import { shopContent } from './shop-content.ts'

/** The bucket that everything is in. */
export const BUCKET = 'bench-shop-site'

/** An account with one bucket of `count` objects of 0.3 to 6 KB. */
export function smallObjects(count: number): Account {
  const account = accountWithBucket()
  const random = new Random(3)
  for (let i = 0; i < count; i++) {
    const { extension, bytes } = shopContent(random, Math.round(300 * 20 ** random.next()))
    account.putObject(BUCKET, `part-${i % 97}/object-${i}.${extension}`, bytes)
  }
  return account
}

/** An account with one bucket of one object, whose content is a file's; the function closes the file. */
export function largeObject(path: string): { account: Account; close: () => void } {
  const account = accountWithBucket()
  const file = openSync(path, 'r')
  const content: Content = {
    size: statSync(path).size,
    read(start, end) {
      const buffer = Buffer.allocUnsafe(end - start)
      return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, start))
    },
  }
  account.putObject(BUCKET, 'archive.bin', content, { parts: 128 })
  return { account, close: () => closeSync(file) }
}

function accountWithBucket(): Account {
  const account = new Account({ now: () => new Date('2026-01-02T03:04:05Z') })
  account.createBucket(BUCKET)
  return account
}

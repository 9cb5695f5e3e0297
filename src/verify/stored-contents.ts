import { sizeMismatch } from '../store/entry-content.ts'
import type { Store } from '../store/store.ts'
import type { Item } from '../versions/inventory.ts'
import { createHash } from 'node:crypto'
import type { Digest } from '../model/digest.ts'
import { isCorrupt, JsnapError } from '../runtime/errors.ts'
import { formatCountOf } from '../runtime/format-count.ts'
import { checked, type Check, type Failure } from './check.ts'
import type { VerifiedVersion } from './verified-version.ts'

/** Looks for the content of every entry; in full, hashes all of it again. */
export function checkStoredContents({ store, items }: VerifiedVersion, full: boolean): Check {
  const verdicts = new Map<Digest, string | undefined>()
  const wrongWith = (sha256: Digest): string | undefined => {
    if (!verdicts.has(sha256)) verdicts.set(sha256, full ? hashAgain(sha256) : locate(sha256))
    return verdicts.get(sha256)
  }
  const locate = (sha256: Digest) => attempt(() => void store.locate(sha256))
  const hashAgain = (sha256: Digest) =>
    attempt(() => {
      const whole = createHash('sha256')
      for (const piece of store.streamContent(sha256)) whole.update(piece)
      if (whole.digest('hex') !== sha256) throw new JsnapError('Corrupt', 'its SHA-256 differs')
    })
  const failures = store.lookingUp(() =>
    items.flatMap((item): Failure[] => {
      const { path, sha256 } = item
      const message = sha256 === null ? undefined : (wrongWith(sha256) ?? wrongSize(store, item, sha256))
      return message === undefined ? [] : [{ path, message }]
    }),
  )
  const name = full ? 'every content matches its SHA-256' : 'every content is in the store'
  return checked('store', name, formatCountOf(items.length, 'entry', 'entries'), failures)
}

function wrongSize(store: Store, item: Item, sha256: Digest): string | undefined {
  const length = store.contentLength(sha256)
  return length === item.size ? undefined : sizeMismatch(item, length)
}

function attempt(work: () => void): string | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    if (!isCorrupt(error)) throw error
    return error.message
  }
}

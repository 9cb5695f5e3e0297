import type { Entry } from '../model/entry.ts'
import { streamEntry } from '../store/entry-content.ts'
import type { Run } from '../terminal/context.ts'
import { DONE } from '../terminal/exit-code.ts'
import { openStore } from '../config/locate-store.ts'
import type { Digest } from '../model/digest.ts'
import { JsnapError } from '../runtime/errors.ts'
import type { Store } from '../store/store.ts'
import { parseAddress } from '../versions/address.ts'
import { entryAt } from '../versions/entry-at.ts'
import { namedOrNewestWith } from '../versions/newest-with.ts'
import type { CatOptions } from './cat.flags.ts'

/** Prints the content at VERSION:PATH, byte for byte. */
export const run: Run<CatOptions> = async (options, context) => {
  const { version: name, path } = parseAddress(options.address)
  if (path === undefined || path === '') {
    throw new JsnapError('Usage', `'${options.address}' does not name a path`, {
      hint: 'write it as v1.0:s3-buckets/shop/index.html, or HEAD:… for the newest version',
    })
  }
  const store = openStore(options, context)
  try {
    const version = namedOrNewestWith(store, name, [path], (text) => context.io.note(text))
    const entry = entryAt(store, version, path)
    if (entry.sha256 === null) {
      const reason = entry.meta['reason'] ?? entry.meta['code'] ?? entry.type
      throw new JsnapError(
        'NotReadable',
        `'${path}' has no content: ${typeof reason === 'string' ? reason : entry.type}`,
        {
          hint: `'jsnap show ${options.address}' shows what is known about it`,
        },
      )
    }
    verifyLarge(store, entry, entry.sha256)
    for (const piece of streamEntry(store, entry)) {
      context.signal.throwIfAborted()
      await context.io.bytes(piece)
    }
    return DONE
  } finally {
    store.close()
  }
}

/** Reads chunked content once to its end, so that nothing is printed of one whose chunks do not make the whole. */
function verifyLarge(store: Store, entry: Entry, sha256: Digest): void {
  if (!store.isChunked(sha256)) return
  const pieces = streamEntry(store, entry)
  while (pieces.next().done !== true);
}

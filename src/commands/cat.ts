import { entryAt, JsnapError, chooseVersion, parseAddress, streamContent } from '../index.ts'
import type { Run } from '../terminal/context.ts'
import { DONE } from '../terminal/exit-code.ts'
import { openStore } from '../flags/locate-store.ts'
import type { CatOptions } from './cat.flags.ts'

/** Prints the content at VERSION:PATH, byte for byte. */
export const run: Run<CatOptions> = async (options, context) => {
  const { version: name, path } = parseAddress(options.address)
  if (path === undefined || path === '') {
    throw new JsnapError('Usage', `'${options.address}' does not name a path`, {
      hint: 'write it as v1.0:s3-buckets/shop/index.html, or HEAD:… for the newest version',
    })
  }
  const store = await openStore(options, context)
  try {
    const version = chooseVersion(store, name, { paths: [path], note: (text) => context.io.note(text) })
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
    for (const piece of streamContent(store, entry, { checkFirst: true })) {
      context.signal.throwIfAborted()
      await context.io.bytes(piece)
    }
    return DONE
  } finally {
    store.close()
  }
}

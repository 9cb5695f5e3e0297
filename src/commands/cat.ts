import { entryAt, JsnapError, chooseVersion, meaningOf, streamContent } from '../index.ts'
import type { Run } from '../terminal/context.ts'
import { DONE } from '../terminal/exit-code.ts'
import { openStore } from '../flags/locate-store.ts'
import type { CatOptions } from './cat.flags.ts'

/** Prints the content at VERSION:PATH, byte for byte. */
export const run: Run<CatOptions> = async (options, context) => {
  const store = await openStore(options, context)
  try {
    const { versions, paths } = await meaningOf(store, [options.address], {
      versions: 1,
      afterDashes: options.afterDashes,
      document: true,
    })
    const [path] = paths
    if (path === undefined) {
      throw new JsnapError('Usage', `'${options.address}' does not name a path`, {
        hint: 'write it as v1.0:s3-buckets/shop/index.html, or without a version for the newest one',
      })
    }
    const version = chooseVersion(store, versions[0], { paths, note: (text) => context.io.note(text) })
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

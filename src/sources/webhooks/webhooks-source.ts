import { readableJson } from '../../model/canonical-json.ts'
import { WEBHOOKS } from '../../services/webhooks.ts'
import type { MarkAt } from '../mark.ts'
import { markedUrl } from '../secret-url.ts'
import type { Source } from '../source.ts'

/** An address that others call and that no API lists, as the configuration lists it. */
export interface Webhook {
  readonly name: string
  readonly url: string
}

const [FOLDER = ''] = WEBHOOKS.prefixes

/** The source of webhooks that are listed by hand; it asks nobody. */
export function createWebhooksSource(webhooks: readonly Webhook[], markAt: MarkAt): Source {
  return {
    name: 'webhooks',
    prefixes: WEBHOOKS.prefixes,
    actions: [],
    workerContext: () => Promise.resolve(undefined),
    async capture(sink) {
      for (const { name, url } of webhooks) {
        const path = `${FOLDER}${name}.json`
        const document = { name, url: markedUrl('url', url, markAt(path)) }
        await sink.document({
          path,
          type: 'config',
          bytes: Buffer.from(readableJson(document)),
          meta: {},
        })
      }
    },
  }
}

import { expect, test } from 'vitest'
import type { DocumentItem, Sink } from '../../../src/sources/source.ts'
import { createWebhooksSource } from '../../../src/sources/webhooks/webhooks-source.ts'

test('each webhook of the configuration is a document without what may be a token in its address', async () => {
  const documents: DocumentItem[] = []
  const sink = {
    document(item: DocumentItem) {
      documents.push(item)
      return Promise.resolve()
    },
  } as unknown as Sink
  const source = createWebhooksSource(
    [
      { name: 'shopify/orders', url: 'https://shop.example.com/hooks/orders?key=k3y' },
      { name: 'plain', url: 'https://shop.example.com/hooks' },
    ],
    () => (name, value) => ({ $secret: `${name}:${value.length}` }),
  )
  await source.capture(sink, new AbortController().signal, Promise.resolve(true))
  expect(
    documents.map(({ path, bytes }) => [path, JSON.parse(Buffer.from(bytes).toString()) as unknown]),
  ).toEqual([
    [
      'integrations/webhooks/shopify/orders.json',
      {
        name: 'shopify/orders',
        url: { $secret: 'url:45', url: 'https://shop.example.com/hooks/orders?…' },
      },
    ],
    ['integrations/webhooks/plain.json', { name: 'plain', url: 'https://shop.example.com/hooks' }],
  ])
})

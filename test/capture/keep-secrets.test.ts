import { expect, test } from 'vitest'
import { documentBytes } from '../../src/capture/keep-secrets.ts'
import { SecretVault } from '../../src/capture/secret-vault.ts'
import type { Json } from '../../src/model/canonical-json.ts'

test('a place that the configuration makes secret is marked, whatever names the data has, and markers stay', () => {
  const vault = new SecretVault((name) => ({ $secret: `of ${name}` }))
  const document = {
    a: { $secret: 'made before', url: 'https://h.example/…' },
    b: { $$unknown: 'hunter2', $$secret: { c: 'hunter3' } },
    c: { $unknown: 'AccessDenied' },
    d: 'plain',
  }
  const bytes = Buffer.from(JSON.stringify(document))
  const marked = documentBytes(
    { path: 'p', type: 'config', bytes, meta: {} },
    { ruleOf: () => ['/a', '/b', '/c'], vault },
  )
  expect(JSON.parse(Buffer.from(marked).toString()) as Json).toEqual({
    a: document.a,
    b: { $$unknown: { $secret: 'of $unknown' }, $$secret: { c: { $secret: 'of c' } } },
    c: document.c,
    d: 'plain',
  })
})

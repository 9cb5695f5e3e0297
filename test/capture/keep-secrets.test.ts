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

test('the numbers of a document with secret places are kept as they are written, and sealed so', () => {
  const sealed: string[] = []
  const vault = new SecretVault((_, value) => ({ $secret: `of ${sealed.push(value)}` }))
  const bytes = Buffer.from(
    '{"a":9007199254740993,"b":[-0,1e400,0.1],"c":9007199254740993,"d":"9007199254740993"}',
  )
  const marked = documentBytes(
    { path: 'p', type: 'config', bytes, meta: {} },
    { ruleOf: () => ['/c'], vault },
  )
  expect(Buffer.from(marked).toString().replaceAll(/\s/g, '')).toBe(
    '{"a":9007199254740993,"b":[-0,1e400,0.1],"c":{"$secret":"of1"},"d":"9007199254740993"}',
  )
  expect(sealed).toEqual(['9007199254740993'])
})

test('a value that stands in a file many times is marked once, and another one for itself', () => {
  let times = 0
  const vault = new SecretVault((name, value) => ({ $secret: `${name}=${value}#${++times}` }))
  const mark = vault.markAt('local/x/.env')
  for (let i = 0; i < 1000; i++) mark('line', 'x')
  expect(mark('line', 'x')).toEqual({ $secret: 'line=x#1' })
  expect(mark('line', 'y')).toEqual({ $secret: 'line=y#2' })
  expect(mark('lin', 'ex')).toEqual({ $secret: 'lin=ex#3' })
  expect(vault.at(['local/x/.env'])).toHaveLength(3)
})

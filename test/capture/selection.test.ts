import { expect, test } from 'vitest'
import { checkWords, Selection } from '../../src/capture/selection.ts'
import type { Source } from '../../src/sources/source.ts'

const source = (name: string, ...prefixes: string[]): Source => ({
  name,
  prefixes,
  actions: [],
  capture: () => Promise.resolve(),
  workerContext: () => Promise.resolve(undefined),
})
const sources = [source('s3', 's3-buckets/', 's3-configs/'), source('ses', 'integrations/ses/')]

test.each([
  'ses',
  'integrations',
  'integrations/ses',
  'integrations/**',
  'integrations/*/a.json',
  's3-*/shop',
])('a word is a source, or a path of one from its first folder on: %s', (word) => {
  expect(() => checkWords([word], sources)).not.toThrow()
})

test.each(['sss', 'integration', 'ses/identities', '*.json'])('another is refused: %s', (word) => {
  expect(() => checkWords([word], sources)).toThrow(`'${word}' is neither a source nor a path of a source`)
})

test.each([
  ['integration', 'integrations'],
  ['s3-bucket', 's3-buckets'],
  ['SES', 'ses'],
  ['s3-config/shop.json', 's3-configs/shop.json'],
  ['lcoal', 'local'],
])('the source or path that was probably meant by %s is suggested: %s', (word, meant) => {
  expect(() => checkWords([word], sources)).toThrow(
    expect.objectContaining({ code: 'Usage', hint: `did you mean '${meant}'?` }) as Error,
  )
})

test.each(['local', 'local/site', 'gas', 'gas-projects/x', 'webhooks'])(
  'a source without a section in the configuration is not configured: %s',
  (word) =>
    expect(() => checkWords([word], sources)).toThrow(
      `'${word}': the source ${word.replace(/[-/].*/, '')} is not configured`,
    ),
)

test('a folder that holds the places of sources selects them', () => {
  const selection = new Selection(['integrations'], [], sources)
  expect(selection.reaches('integrations/ses/')).toBe(true)
  expect(selection.includes('integrations/ses/identities/shop.example.json')).toBe(true)
  expect(selection.reaches('s3-buckets/')).toBe(false)
})

import { expect, test } from 'vitest'
import type { JsonObject } from '../../../../src/model/canonical-json.ts'
import { AwsError } from '../../../../src/sources/aws/aws-error.ts'
import { CLOUDFRONT_FUNCTIONS } from '../../../../src/services/cloudfront-functions.ts'
import { readContent } from '../../../../src/sources/aws/content/content.ts'
import type { Sink } from '../../../../src/sources/source.ts'

const LIVE = { FunctionMetadata: { Stage: 'LIVE' } }

/** What reading the code of a function offers, and what it tells to be unknown. */
async function codeOf(item: JsonObject, answer: (stage: unknown) => object) {
  const files: Record<string, string> = {}
  const unknown: string[] = []
  const asked: unknown[] = []
  const sink: Partial<Sink> = {
    document: ({ path, bytes }) => {
      files[path] = Buffer.from(bytes).toString()
      return Promise.resolve()
    },
  }
  const [functions] = CLOUDFRONT_FUNCTIONS
  if (functions?.content === undefined) throw new Error('functions have no code')
  await readContent(functions.content, {
    item,
    name: 'redirect',
    region: 'us-east-1',
    contentPath: '',
    sink: sink as Sink,
    signal: new AbortController().signal,
    markAt: () => () => ({ $secret: '' }),
    tableData: { leftOut: () => undefined, readUnitsPerSecond: undefined },
    ask: (operation, { Stage }) => {
      asked.push([operation, Stage])
      return Promise.resolve().then(() => answer(Stage))
    },
    unknown: (path, { code }) => unknown.push(`${path} ${code}`),
  })
  return { files, unknown, asked }
}

const code = (stage: unknown) => ({ FunctionCode: Buffer.from(`// ${String(stage)}`) })
const refuse = (name: string): never => {
  throw new AwsError('cloudfront:GetFunction', 403, name, name)
}

test('the code of each stage is a file beside the document', async () => {
  const { files, unknown } = await codeOf({ Name: 'redirect', live: LIVE }, code)
  expect(files).toEqual({
    'cloudfront/functions/redirect.development.js': '// DEVELOPMENT',
    'cloudfront/functions/redirect.live.js': '// LIVE',
  })
  expect(unknown).toEqual([])
})

test('a function that was never published is not asked for what is live', async () => {
  const { files, asked } = await codeOf({ Name: 'redirect' }, code)
  expect(Object.keys(files)).toEqual(['cloudfront/functions/redirect.development.js'])
  expect(asked).toEqual([['GetFunction', 'DEVELOPMENT']])
})

test('code that is refused, or missing from the answer, is unknown; the other stage is read', async () => {
  const denied = await codeOf({ Name: 'redirect', live: { $unknown: 'AccessDenied' } }, (stage) =>
    stage === 'LIVE' ? refuse('AccessDenied') : code(stage),
  )
  expect(denied.unknown).toEqual(['cloudfront/functions/redirect.live.js AccessDenied'])
  expect(Object.keys(denied.files)).toEqual(['cloudfront/functions/redirect.development.js'])
  const empty = await codeOf({ Name: 'redirect' }, () => ({}))
  expect(empty).toMatchObject({
    files: {},
    unknown: ['cloudfront/functions/redirect.development.js NoCode'],
  })
})

test('a stage that is gone since it was listed is absent', async () => {
  const { files, unknown } = await codeOf({ Name: 'redirect', live: LIVE }, (stage) =>
    stage === 'LIVE' ? refuse('NoSuchFunctionExists') : code(stage),
  )
  expect(Object.keys(files)).toEqual(['cloudfront/functions/redirect.development.js'])
  expect(unknown).toEqual([])
})

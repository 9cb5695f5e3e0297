import { expect, test } from 'vitest'
import { checkStoredContents } from '../../src/verify/stored-contents.ts'
import { linesOf, subjectOf } from './verified.ts'

test('every content is in the store, and has its SHA-256', async () => {
  const subject = await subjectOf([
    { path: 'local/d/a', content: 'a' },
    { path: 'local/d/b', content: 'b' },
  ])
  expect(linesOf(checkStoredContents(subject, false))).toEqual(['passed: 2 entries'])
  expect(linesOf(checkStoredContents(subject, true))).toEqual(['passed: 2 entries'])
})

test('an entry whose size is not that of its content is a failure', async () => {
  const subject = await subjectOf([{ path: 'local/d/a', content: 'a', size: 2 }])
  expect(linesOf(checkStoredContents(subject, false))).toEqual([
    'failed: 1 entry',
    expect.stringContaining('local/d/a: '),
  ])
})

import { expect, test } from 'vitest'
import { digestOf } from '../../src/model/digest.ts'
import { checkLambdaPackages, checkLambdaSettings } from '../../src/verify/lambda-functions.ts'
import { config } from '../helpers/store-of-versions.ts'
import { linesOf, subjectOf } from './verified.ts'

const zip = (name: string) => `lambda/functions/${name}/code.zip`
const code = (name: string, content: string) => ({ path: zip(name), type: 'object' as const, content })
const told = (name: string, content: string, bytes = content.length) => ({
  path: zip(name),
  sha256: digestOf(content),
  bytes,
})

test('a package has the SHA-256 and the size that Lambda tells, or fails', async () => {
  const stub = { path: zip('large'), type: 'stub' as const, size: 9, meta: { reason: 'size limit' } }
  const subject = await subjectOf([code('same', 'a'), code('other', 'b'), code('size', 'c'), stub], {
    listed: [
      told('same', 'a'),
      told('other', 'B'),
      told('size', 'c', 2),
      told('gone', 'd'),
      told('large', 'large zip'),
    ],
  })
  expect(linesOf(checkLambdaPackages(subject))).toEqual([
    'failed: 5 packages',
    `${zip('other')}: its SHA-256 is not the CodeSha256 ${digestOf('B')}`,
    `${zip('size')}: 1 bytes, Lambda reports 2`,
    `${zip('gone')}: missing`,
    `${zip('large')}: not captured: size limit`,
  ])
})

test('without a listing, or packages in it, the check is skipped', async () => {
  expect(linesOf(checkLambdaPackages(await subjectOf([])))).toEqual(['skipped: the version has no listing'])
  expect(linesOf(checkLambdaPackages(await subjectOf([], { listed: [] })))).toEqual([
    'skipped: no package was listed',
  ])
})

test('every function has its memory and its timeout', async () => {
  const subject = await subjectOf([
    config('lambda/functions/a/config.json', { MemorySize: 128, Timeout: 3 }),
    config('lambda/functions/b/config.json', { MemorySize: '128' }),
    config('lambda/functions/c/code/config.json', { its: 'own file' }),
  ])
  expect(linesOf(checkLambdaSettings(subject))).toEqual([
    'failed: 2 functions',
    'lambda/functions/b/config.json: no MemorySize',
    'lambda/functions/b/config.json: no Timeout',
  ])
})

import { expect, onTestFinished, test } from 'vitest'
import { generateAccount } from '../../../fixtures/generated-account.ts'
import { serve } from '../account-on-endpoint.ts'
import { startJsnap } from '../jsnap-command.ts'

const OBJECTS = 3000

test('Ctrl-C ends a commit with 130, and the next one goes on from there', async () => {
  const served = await serve(generateAccount(OBJECTS))
  onTestFinished(() => served.close())
  const { endpoint, surroundings, run, commit } = served
  const half = new Promise((resolve) => {
    endpoint.onRequest = () => {
      if ((endpoint.requests['s3:GetObject'] ?? 0) > OBJECTS / 2) resolve(undefined)
    }
  })
  const interrupted = startJsnap(['commit', '-m', 'v1'], surroundings)
  await half
  const asked = Date.now()
  interrupted.kill('SIGINT')
  const { exitCode, stdout, stderr } = await interrupted
  expect([exitCode, stdout]).toEqual([130, ''])
  expect(stderr).toContain('hint: what was read is kept: running the same commit again continues from there')
  expect(Date.now() - asked).toBeLessThan(5000)
  expect((await run('log', '--json')).exitCode).toBe(0)

  const readBefore = endpoint.requests['s3:GetObject'] ?? 0
  expect(readBefore).toBeLessThan(OBJECTS)
  const resumed = await commit('-m', 'v1')
  const readAgain = readBefore + (resumed.requests['s3:GetObject'] ?? 0) - OBJECTS
  expect(resumed).toMatchObject({ complete: true, version: 'v1' })
  // Only what was under way at that moment.
  expect(readAgain).toBeLessThan(OBJECTS / 5)
  expect((await run('fsck', '--full')).exitCode).toBe(0)
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { Account } from '../../../fixtures/endpoint/account.ts'
import { serve, type AccountOnEndpoint } from '../account-on-endpoint.ts'

let served: AccountOnEndpoint

beforeAll(async () => {
  const account = new Account()
  account.createBucket('shop')
  for (let i = 0; i < 201; i++) account.putObject('shop', `k${i}`, String(i))
  served = await serve(account)
  await served.commit('-m', 'v1.0')
  account.setObjectTags('shop', 'k7', { class: 'secret' })
})

afterAll(() => served.close())

test('what a version did not look at is said by commit and show, and --deep looks at it', async () => {
  const { run } = served
  const said = 'not read again: tags and ACLs of 201 unchanged objects (s3)'
  const status = await run('status')
  expect(status.stdout).toContain('is unchanged')
  expect(status.stderr).toContain(said)
  expect((await run('status', '--deep')).stdout).toContain('k7')
  const diff = await run('diff', 'v1.0', 'live', '--deep')
  expect(diff.stdout).toContain('class')
  expect(diff.stderr).not.toContain('not read again')

  const plain = await run('commit', '-m', 'v1.1')
  expect(plain.stderr.split('\n').filter((line) => line.includes('not read again'))).toEqual([
    expect.stringContaining(said),
  ])
  const unseen = [{ source: 's3', what: 'tags and ACLs', objects: 201 }]
  expect((await run('show', 'v1.1', '--json')).json()).toMatchObject({ notLookedAt: unseen })
  expect((await run('show', 'v1.1')).stdout).toContain('tags and ACLs of 201 unchanged objects')
  expect(await served.commit('-m', 'v1.2')).toMatchObject({ notLookedAt: unseen })
  const deep = await served.commit('-m', 'v1.3', '--deep')
  expect(deep).not.toHaveProperty('notLookedAt')
  expect(deep.counts).toMatchObject({ modified: 1 })
})

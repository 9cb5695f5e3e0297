import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { refuseOtherAccount } from '../../src/capture/other-account.ts'
import { canonicalJson, type Json } from '../../src/model/canonical-json.ts'
import { digestOf } from '../../src/model/digest.ts'
import { parseCommit } from '../../src/model/parse-commit.ts'
import { packFile } from '../../src/store/pack.ts'
import { Store } from '../../src/store/store.ts'
import { isTrustedFolder, trustedFolders, trustFolder } from '../../src/flags/trusted-folders.ts'
import { makeVersion } from '../checkout/make-version.ts'
import { scratchFolder } from '../helpers/scratch.ts'
import { TEST_USER } from '../helpers/test-user.ts'

const SOURCE = { name: 's3', entries: 0, bytes: 0, durationMs: 1 }
const SECRETS = { count: 1, names: digestOf(''), sealed: null, recipients: [] }

test.each<[string, Json]>([
  ['sources', [{ ...SOURCE, unlisted: '3' }]],
  ['sources', [{ ...SOURCE, requests: null }]],
  ['secrets', { ...SECRETS, keyId: 16 }],
  ['by', { arn: null, user: null }],
  ['by', { arn: 'x'.repeat(5000), user: null, host: null }],
])('a commit whose %s are not what they may be is damage: %j', async (member, value) => {
  const store = Store.init(join(scratchFolder(), '.jsnap'))
  const { commit } = await makeVersion(store, [])
  const text = canonicalJson({ ...(commit as unknown as Record<string, Json>), [member]: value })
  const id = digestOf(text)
  expect(() => parseCommit(id, text)).toThrow(`commit ${id} has an invalid member '${member}'`)
})

test('a version that is lost far back does not keep a commit of the account from being made', async () => {
  const store = Store.init(join(scratchFolder(), '.jsnap'))
  const local = { account: null, regions: [] }
  const first = await makeVersion(store, [], { ...local, name: 'v1' })
  const second = await makeVersion(store, [], { ...local, name: 'v2', parent: first.id })
  const place = store.locate(first.id)
  if (!('pack' in place)) throw new Error('a commit is one object')
  rmSync(packFile(store.packsFolder, place.pack))
  const opened = Store.open(store.dir)
  const account = { account: '123456789012', partition: 'aws' }
  expect(() => opened.readCommit(first.id)).toThrow()
  expect(() => refuseOtherAccount(opened, second.id, account)).not.toThrow()
})

test('what a killed command left of the list of trusted folders is not on it', () => {
  const folder = join(scratchFolder(), 'project')
  mkdirSync(folder)
  expect(trustFolder(folder, TEST_USER)).toBe(true)
  const list = join(TEST_USER.stateFolder ?? '', 'trusted')
  const [name = ''] = readdirSync(list)
  expect(readdirSync(list)).toHaveLength(1)
  writeFileSync(join(list, `${name}.00000000-0000-0000-0000-000000000000`), '/hal')
  expect(trustedFolders(TEST_USER)).toEqual([folder])
  expect(isTrustedFolder(folder, TEST_USER)).toBe(true)
})

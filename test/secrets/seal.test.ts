import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeIdentity, readIdentities } from '../../src/secrets/identity-file.ts'
import { checkRecipients, seal, unseal } from '../../src/secrets/seal.ts'
import { scratchFolder } from '../helpers/scratch.ts'

const SECRETS = [
  { path: 'lambda/functions/a/config.json', name: 'KEY', marker: 'hmac-sha256:1', value: 's3cret\n' },
]

async function keyPair() {
  const file = join(scratchFolder(), 'keys', 'identity.txt')
  return { file, recipient: await makeIdentity(file, '2026-01-01T00:00:00.000Z') }
}

test('what is sealed opens with the identity of any recipient, and with no other', async () => {
  const [ada, bob, eve] = [await keyPair(), await keyPair(), await keyPair()]
  const sealed = await seal(SECRETS, [ada.recipient, bob.recipient])
  expect(Buffer.from(sealed).toString('latin1')).not.toContain('s3cret')
  for (const { file } of [ada, bob]) expect(await unseal(sealed, readIdentities(file))).toEqual(SECRETS)
  await expect(unseal(sealed, readIdentities(eve.file))).rejects.toMatchObject({ code: 'Identity' })
  await expect(unseal(sealed, ['not an identity'])).rejects.toMatchObject({ code: 'Identity' })
})

test('an identity is for its owner only, and is never replaced', async () => {
  const { file } = await keyPair()
  expect(statSync(file).mode & 0o777).toBe(0o600)
  await expect(makeIdentity(file, '')).rejects.toMatchObject({ code: 'Write' })
})

test('a file that holds no identity is refused without a word of what it holds', () => {
  const folder = scratchFolder()
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'x')
  writeFileSync(file, 'hunter2\n')
  expect(() => readIdentities(file)).toThrow(/contains no age identity/)
  expect(() => readIdentities(file)).not.toThrow(/hunter2/)
  expect(() => readIdentities(join(folder, 'none'))).toThrow(/ENOENT/)
})

test('a recipient that is none is named', async () => {
  await expect(checkRecipients(['age1oops'])).rejects.toMatchObject({ code: 'Config' })
  await expect(checkRecipients(['ssh-ed25519 AAAA'])).rejects.toThrow(/'ssh-ed25519 AAAA'/)
  await expect(checkRecipients(['age1oops', 'x'])).rejects.toMatchObject({
    message: '2 texts are not age recipients',
    details: [
      "secrets.recipients[0]: 'age1oops' is not an age recipient, which begins with 'age1'",
      "secrets.recipients[1]: 'x' is not an age recipient, which begins with 'age1'",
    ],
  })
  const error: unknown = await checkRecipients(['AGE-SECRET-KEY-1QQQQ']).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({
    message: 'secrets.recipients[0]: this is an identity, which is secret, and not its recipient',
  })
  expect(JSON.stringify(error)).not.toContain('QQQQ')
  await checkRecipients([])
})

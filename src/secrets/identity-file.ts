import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cannotWrite } from '../runtime/disk-fault.ts'
import { codeOf, JsnapError, messageOf } from '../runtime/errors.ts'
import { utf8Text } from '../runtime/utf8-text.ts'

/** Where the identity is when nobody says otherwise. */
export function defaultIdentityFile(env: Readonly<Record<string, string | undefined>>): string {
  const config = env['XDG_CONFIG_HOME'] ?? ''
  return join(config === '' ? join(env['HOME'] ?? '', '.config') : config, 'jsnap', 'identity.txt')
}

/** Makes an identity in a new file, for its owner only, in the form of age-keygen; returns the recipient. @throws JsnapError Write */
export async function makeIdentity(file: string, time: string): Promise<string> {
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption')
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(file, `# created: ${time}\n# public key: ${recipient}\n${identity}\n`, {
      mode: 0o600,
      flag: 'wx',
    })
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
      throw new JsnapError('Write', `${file} already exists`, {
        hint: 'a lost identity cannot be recovered: name another file',
      })
    }
    throw cannotWrite(file, error)
  }
  return recipient
}

/** The identities in a file as age-keygen makes it: a line each, with comments. @throws JsnapError Identity */
export function readIdentities(file: string): string[] {
  let text: string
  try {
    text = utf8Text(readFileSync(file))
  } catch (error) {
    throw new JsnapError(
      'Identity',
      `cannot read the identity ${file}: ${codeOf(error) ?? messageOf(error)}`,
      {
        hint: "name it with '--identity FILE'; 'jsnap keygen' generates one",
      },
    )
  }
  const lines = text.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'))
  if (lines.length > 0 && lines.every((line) => line.startsWith('AGE-SECRET-KEY-'))) return lines
  // What the file holds is shown to nobody.
  throw new JsnapError('Identity', `${file} contains no age identity`, {
    hint: 'an identity is a line that begins with AGE-SECRET-KEY-',
  })
}

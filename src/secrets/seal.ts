import type { Secret } from '../model/secret.ts'
import type { Json } from '../model/canonical-json.ts'
import { at, isList, isObject } from '../model/json-place.ts'
import { JsnapError } from '../runtime/errors.ts'

/** What is inside of a sealed file: JSON of this form, a line break at its end. */
export interface SealedDocument {
  readonly schemaVersion: 1
  /** In the order of paths and names. */
  readonly secrets: readonly Secret[]
}

/** Seals values for recipients as `age1…`: an age file (age-encryption.org/v1). */
export async function seal(secrets: readonly Secret[], recipients: readonly string[]): Promise<Uint8Array> {
  const encrypter = await encrypterFor(recipients)
  const document: SealedDocument = { schemaVersion: 1, secrets }
  return encrypter.encrypt(`${JSON.stringify(document, null, 2)}\n`)
}

/** Says whether values can be sealed for these recipients. @throws JsnapError Config for one that cannot be understood */
export async function checkRecipients(recipients: readonly string[]): Promise<void> {
  if (recipients.length > 0) await encrypterFor(recipients)
}

/** The values of a sealed file. @throws JsnapError Identity when none of the identities opens it */
export async function unseal(file: Uint8Array, identities: readonly string[]): Promise<readonly Secret[]> {
  const { Decrypter } = await import('age-encryption')
  const decrypter = new Decrypter()
  let text: string
  try {
    for (const identity of identities) decrypter.addIdentity(identity)
    text = await decrypter.decrypt(file, 'text')
  } catch (error) {
    throw new JsnapError('Identity', 'the sealed file cannot be decrypted with this identity', {
      hint: "use the identity whose recipient was in 'secrets.recipients' when the version was created",
      cause: error,
    })
  }
  return secretsOf(text)
}

/** Whoever knows a recipient can seal for it. @throws JsnapError Corrupt */
function secretsOf(text: string): SealedDocument['secrets'] {
  let document: Json = null
  try {
    document = JSON.parse(text) as Json
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  const secrets = at('secrets', document)
  const isSecret = (secret: Json) =>
    isObject(secret) && ['path', 'name', 'value'].every((member) => typeof secret[member] === 'string')
  if (!isList(secrets) || !secrets.every(isSecret))
    throw new JsnapError('Corrupt', 'the content of the sealed file is not a list of secrets')
  return secrets as unknown as SealedDocument['secrets']
}

async function encrypterFor(recipients: readonly string[]) {
  // Loaded on first use: most commands seal nothing.
  const { Encrypter } = await import('age-encryption')
  const encrypter = new Encrypter()
  const refused: string[] = []
  for (const [i, recipient] of recipients.entries()) {
    try {
      encrypter.addRecipient(recipient)
    } catch {
      refused.push(`secrets.recipients[${i}]: ${whyNoRecipient(recipient)}`)
    }
  }
  const [first] = refused
  if (first === undefined) return encrypter
  const isOne = refused.length === 1
  throw new JsnapError('Config', isOne ? first : `${refused.length} texts are not age recipients`, {
    hint: "'jsnap keygen' generates an identity and prints its recipient",
    ...(isOne ? {} : { details: refused }),
  })
}

function whyNoRecipient(text: string): string {
  // What opens everything that is sealed is not shown.
  if (/^\s*AGE-SECRET-KEY|PRIVATE KEY/i.test(text))
    return 'this is an identity, which is secret, and not its recipient'
  if (text.startsWith('ssh-')) return `'${text}' is an SSH key, which is not supported`
  return `'${text}' is not an age recipient, which begins with 'age1'`
}

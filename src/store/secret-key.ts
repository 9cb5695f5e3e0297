import { createHmac, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { CommitSecrets } from '../model/commit.ts'
import { codeOf, isCorrupt, JsnapError } from '../runtime/errors.ts'
import { replaceFile } from './durable-file.ts'
import { FEW_LINES, readPlainFileIfThere } from './plain-file.ts'

const KEY_BYTES = 32

/** The name of its file in a store. */
export const SECRET_KEY_FILE = 'secret.key'

/**
 * The key that a store marks secret values with; created when there is none. It is in `secret.key`, as hex, for the owner
 * only, and is never checked out.
 * @throws JsnapError Corrupt
 */
export function secretKey(dir: string): Buffer {
  const known = knownSecretKey(dir)
  if (known !== undefined) return known
  const key = randomBytes(KEY_BYTES)
  replaceFile(fileOf(dir), `${key.toString('hex')}\n`)
  return key
}

/** The key of a store, or one that is gone with this process: for what is to leave the store as it is. */
export function passingSecretKey(dir: string): Buffer {
  const known = keyOrProblem(dir)
  return typeof known === 'string' ? randomBytes(KEY_BYTES) : known
}

/** What a commit names a key by: nothing can be learned from it but that it is another one. */
export function secretKeyId(key: Buffer): string {
  return createHmac('sha256', key).update('jsnap secret.key').digest('hex').slice(0, 16)
}

/** What is wrong with the key of a store, seen from the markers of a version, in words that follow its name. */
const PROBLEMS = {
  lost: 'is lost',
  other: 'was replaced by another one',
  damaged: 'does not contain a key',
  unreadable: 'cannot be read by this user',
} as const

/** What is wrong with the key of a store, seen from a version's markers. */
export interface SecretKeyProblem {
  readonly kind: keyof typeof PROBLEMS
  /** In words that follow the name of the file. */
  readonly text: string
}

/** What is wrong with the key of a store for a version with these secret values; undefined when it is the one they are marked with. */
export function secretKeyProblem(
  dir: string,
  secrets: CommitSecrets | undefined,
): SecretKeyProblem | undefined {
  if (secrets === undefined) return undefined
  const key = keyOrProblem(dir)
  if (typeof key === 'string') return { kind: key, text: PROBLEMS[key] }
  const isOther = secrets.keyId !== undefined && secrets.keyId !== secretKeyId(key)
  return isOther ? { kind: 'other', text: PROBLEMS.other } : undefined
}

function keyOrProblem(dir: string): Buffer | 'lost' | 'damaged' | 'unreadable' {
  try {
    return knownSecretKey(dir) ?? 'lost'
  } catch (error) {
    if (isCorrupt(error)) return 'damaged'
    const code = error instanceof JsnapError ? codeOf(error.cause) : undefined
    if (code === 'EACCES' || code === 'EPERM') return 'unreadable'
    throw error
  }
}

function fileOf(dir: string): string {
  return join(dir, SECRET_KEY_FILE)
}

/** The same, or undefined where there is none. @throws JsnapError Corrupt, StoreDisk */
export function knownSecretKey(dir: string): Buffer | undefined {
  const file = fileOf(dir)
  const text = readPlainFileIfThere(file, FEW_LINES)?.toString().trim()
  if (text === undefined) return undefined
  if (!new RegExp(`^[0-9a-f]{${KEY_BYTES * 2}}$`).test(text)) {
    throw new JsnapError('Corrupt', `${file} does not contain a key`, {
      hint: 'restore the file from a copy of the store, or remove it to get a new key; changes of earlier secret values can then not be detected',
    })
  }
  return Buffer.from(text, 'hex')
}

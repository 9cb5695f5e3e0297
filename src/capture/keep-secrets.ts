import { canonicalJson, readableJson } from '../model/canonical-json.ts'
import type { CommitSecrets } from '../model/commit.ts'
import { digestOf, type Digest } from '../model/digest.ts'
import { parseNumbersAsTexts, withNumbers } from '../model/exact-numbers.ts'
import { unwritten, written } from '../model/marks.ts'
import type { FindSecretRule } from '../model/secret-rules.ts'
import type { SecretFinding } from '../model/secret-finding.ts'
import { seal } from '../secrets/seal.ts'
import { markedPointers } from '../sources/marked-json.ts'
import type { DocumentItem } from '../sources/source.ts'
import type { SecretVault } from './secret-vault.ts'

/** Where the values of a capture go, and for whom they are sealed: for nobody means that they are dropped. */
export interface SecretKeeping {
  readonly vault: SecretVault
  /** Names the key that values are marked with. */
  readonly keyId: () => string
  readonly recipients: readonly string[]
  /** Reports secret values of a document in places that are not declared. */
  readonly ruleOf: FindSecretRule
  /** Contents of sources that keep them byte by byte are scanned. */
  readonly scan: boolean
  /** Says of a finding that it is not one. */
  readonly allows: (finding: SecretFinding) => boolean
}

/** The bytes of a document, with markers where the configuration says that it has secret values. */
export function documentBytes(
  { path, type, bytes }: DocumentItem,
  { ruleOf, vault }: Pick<SecretKeeping, 'ruleOf' | 'vault'>,
): Uint8Array {
  const rule = type === 'config' ? ruleOf(path) : undefined
  if (typeof rule !== 'object') return bytes
  const document = unwritten(parseNumbersAsTexts(Buffer.from(bytes).toString()))
  const marked = written(markedPointers(document, rule, vault.markAt(path)))
  return Buffer.from(withNumbers(readableJson(marked)))
}

/** Stores the sealed values of the entries at these paths, and their names; undefined when there are none. */
export async function keepSecrets(
  { vault, keyId, recipients }: SecretKeeping,
  paths: Iterable<string>,
  store: (sha256: Digest, bytes: Uint8Array) => void,
  before: CommitSecrets | undefined,
): Promise<CommitSecrets | undefined> {
  if (vault.isEmpty) return undefined
  const secrets = vault.at(paths)
  if (secrets.length === 0) return undefined
  const put = (bytes: Uint8Array): Digest => {
    const sha256 = digestOf(bytes)
    store(sha256, bytes)
    return sha256
  }
  const names = secrets.map(({ path, name, marker }) => ({ path, name, marker }))
  const kept = {
    count: secrets.length,
    names: put(Buffer.from(canonicalJson({ secrets: names }))),
    recipients,
    keyId: keyId(),
  }
  const sealed = before !== undefined && isSealedAlike(before, kept) ? before.sealed : null
  return {
    ...kept,
    sealed: sealed ?? (recipients.length === 0 ? null : put(await seal(secrets, recipients))),
  }
}

/** Says whether the same values were sealed for the same recipients: a file that is sealed again would be another one each time. */
function isSealedAlike(before: CommitSecrets, now: Omit<CommitSecrets, 'sealed'>): boolean {
  return (
    before.names === now.names &&
    before.keyId === now.keyId &&
    canonicalJson([...before.recipients]) === canonicalJson([...now.recipients])
  )
}

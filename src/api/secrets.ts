import type { Secret, SecretName } from '../model/secret.ts'
import { secretKeyProblem as problemOf, type SecretKeyProblem } from '../store/secret-key.ts'
import type { Store } from '../store/store.ts'
import { pathFilter } from '../versions/path-filter.ts'
import { versionNamed } from '../versions/resolve.ts'
import { sealedFile, secretNames as namesIn } from '../versions/version-secrets.ts'
import type { Version } from '../versions/version.ts'
import type { EntriesOptions } from './entries.ts'

/** The names of the secret values of a version, and where they are; never the values. @throws JsnapError UnknownVersion, Corrupt */
export function secretNames(
  store: Store,
  version: Version | string,
  { paths = [] }: EntriesOptions = {},
): readonly SecretName[] {
  const isWanted = pathFilter(paths)
  return namesIn(store, versionNamed(store, version)).filter(({ path }) => isWanted(path))
}

/** The secret values of a version as one sealed file, which `age --decrypt` opens. @throws JsnapError UnknownVersion; NotReadable when it has none */
export function sealedSecrets(store: Store, version: Version | string): Uint8Array {
  return sealedFile(store, versionNamed(store, version))
}

/** The secret values of a sealed file, opened with age identities (`AGE-SECRET-KEY-…`). @throws JsnapError Identity when none of them opens it, Corrupt */
export async function openSecrets(
  sealed: Uint8Array,
  identities: readonly string[],
  { paths = [] }: EntriesOptions = {},
): Promise<Secret[]> {
  const { unseal } = await import('../secrets/seal.ts')
  const isWanted = pathFilter(paths)
  return (await unseal(sealed, identities)).filter(({ path }) => isWanted(path))
}

/** What is wrong with the key of a store for a version, whose secret values are marked with one; undefined when it is that one. */
export function secretKeyProblem(store: Store, version: Version | string): SecretKeyProblem | undefined {
  return problemOf(store.dir, versionNamed(store, version).commit.secrets)
}

import type { Commit } from '../model/commit.ts'
import type { Json } from '../model/canonical-json.ts'
import { JsnapError } from '../runtime/errors.ts'
import type { SecretName } from '../model/secret.ts'
import { at, isList, isObject } from '../model/json-place.ts'
import { notSound, readJson } from '../store/entry-content.ts'
import type { Store } from '../store/store.ts'
import { labelOf, type Version } from './version.ts'

/** A version, as far as its secret values go. */
export interface HasSecrets {
  readonly commit: Pick<Commit, 'secrets'>
}

/** The names of the secret values of a version, in the order of paths and names. */
export function secretNames(store: Store, { commit }: HasSecrets): readonly SecretName[] {
  if (commit.secrets === undefined) return []
  const { names } = commit.secrets
  const secrets = at('secrets', readJson(store, names))
  if (!isList(secrets) || !secrets.every(isSecretName)) throw notSound(`content ${names} names no secrets`)
  return secrets as unknown as SecretName[]
}

function isSecretName(value: Json): boolean {
  return isObject(value) && ['path', 'name', 'marker'].every((member) => typeof value[member] === 'string')
}

/** The sealed file of a version. @throws JsnapError NotReadable when there is none */
export function sealedFile(store: Store, version: Version): Uint8Array {
  const { secrets } = version.commit
  if (secrets !== undefined && secrets.sealed !== null) return store.readContent(secrets.sealed)
  const label = labelOf(version)
  throw secrets === undefined
    ? new JsnapError('NotReadable', `version ${label} has no secret values`)
    : new JsnapError('NotReadable', `the ${secrets.count} secret values of version ${label} were dropped`, {
        hint: "no recipients were in 'secrets.recipients'; 'jsnap keygen' generates an identity",
      })
}

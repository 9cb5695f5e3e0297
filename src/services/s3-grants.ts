import type { Json, JsonObject } from '../model/canonical-json.ts'
import { isList, isObject, objectsAt, textAt } from '../model/json-place.ts'
import type { ListIdentity } from './declaration/lists.ts'

/** What identifies a grant in the form that it has in documents. */
export const GRANT: ListIdentity = { by: ['grantee', 'grantee permission'], noun: 'grant' }

/** An ACL: its owner, and who may do what; undefined where one of them is missing. */
export function aclOf(acl: Json): Json | undefined {
  if (!isObject(acl) || !isObject(acl['Owner']) || !isList(acl['Grants'])) return undefined
  return { owner: acl['Owner']['ID'], grants: grantsAt('Grants', acl) }
}

/** Where the logs of a bucket go, and who may read them. */
export function loggingOf(logging: Json): Json {
  if (!isObject(logging) || logging['TargetGrants'] === undefined) return logging
  return { ...logging, TargetGrants: grantsAt('TargetGrants', logging) }
}

/** Display names are left out: they change without the bucket. */
function grantsAt(place: string, holder: JsonObject): JsonObject[] {
  return objectsAt(place, holder).map((grant) => {
    const grantee = ['URI', 'EmailAddress', 'ID']
      .map((name) => textAt(`Grantee.${name}`, grant))
      .find(Boolean)
    return { grantee, permission: grant['Permission'] }
  })
}

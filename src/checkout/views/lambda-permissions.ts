import type { Json, JsonObject } from '../../model/canonical-json.ts'
import { objectsAt, textAt } from '../../model/json-place.ts'
import { dataName } from '../../model/marks.ts'
import type { Documents } from '../../versions/documents.ts'
import { functionAt, FUNCTIONS, POLICIES, ROLES } from '../../services/folders.ts'

/** Who may call each function, and what each may do: its resource policy, and its role with the policies of that. */
export function lambdaPermissions(documents: Documents): Json {
  const roles = documentsByArn(documents, ROLES)
  const policies = documentsByArn(documents, POLICIES)
  const rows = [...documents.below(FUNCTIONS)].flatMap(({ path, document }) => {
    const name = functionAt(path)
    if (name === undefined) return []
    const role = roles.get(textAt('Role', document))
    const attached = role === undefined ? [] : attachedPolicies(role)
    const permissions = {
      resourcePolicy: document['policy'] ?? null,
      roleArn: document['Role'] ?? null,
      role: role ?? null,
      attachedPolicies: Object.fromEntries(attached.map((arn) => [arn, policies.get(arn) ?? null])),
    }
    return [[dataName(name), permissions] as const]
  })
  const unknown = documents.unknownBelow(FUNCTIONS)
  return { ...(unknown.length === 0 ? {} : { $unknown: unknown }), ...Object.fromEntries(rows) }
}

function documentsByArn(documents: Documents, folder: string): ReadonlyMap<string, JsonObject> {
  return new Map([...documents.below(folder)].map(({ document }) => [textAt('Arn', document), document]))
}

function attachedPolicies(role: JsonObject): string[] {
  return objectsAt('AttachedManagedPolicies', role).map((policy) => textAt('PolicyArn', policy))
}

import type { Json, JsonObject } from '../../model/canonical-json.ts'
import { objectsAt, textAt } from '../../model/json-place.ts'
import { dataName } from '../../model/marks.ts'
import type { Documents } from '../../versions/documents.ts'

const CONFIG = '/config'

/** Who may call each function, and what each may do: its resource policy, and its role with the policies of that. */
export function lambdaPermissions(documents: Documents): Json {
  const roles = documentsByArn(documents, 'iam/roles/')
  const policies = documentsByArn(documents, 'iam/policies/')
  const functions = [...documents.below('lambda/functions/')].filter(({ name }) => isFunction(name))
  const rows = functions.map(({ name, document }) => {
    const role = roles.get(textAt('Role', document))
    const attached = role === undefined ? [] : attachedPolicies(role)
    return [
      dataName(name.slice(0, -CONFIG.length)),
      {
        resourcePolicy: document['policy'] ?? null,
        roleArn: document['Role'] ?? null,
        role: role ?? null,
        attachedPolicies: Object.fromEntries(attached.map((arn) => [arn, policies.get(arn) ?? null])),
      },
    ] as const
  })
  const unknown = documents.unknownBelow('lambda/functions/')
  return { ...(unknown.length === 0 ? {} : { $unknown: unknown }), ...Object.fromEntries(rows) }
}

/** `functions/NAME/config`; documents deeper down are of versions and the like. */
function isFunction(name: string): boolean {
  return name.endsWith(CONFIG) && !name.slice(0, -CONFIG.length).includes('/')
}

function documentsByArn(documents: Documents, folder: string): ReadonlyMap<string, JsonObject> {
  return new Map([...documents.below(folder)].map(({ document }) => [textAt('Arn', document), document]))
}

function attachedPolicies(role: JsonObject): string[] {
  return objectsAt('AttachedManagedPolicies', role).map((policy) => textAt('PolicyArn', policy))
}

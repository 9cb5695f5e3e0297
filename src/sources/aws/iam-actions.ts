import type { Call, Resource, Service } from '../../services/declaration/declaration.ts'

/** The IAM actions that a service's capture needs, as `lambda:GetFunction`, in order. */
export function actionsOf({ api, resources }: Service): string[] {
  const calls = resources.flatMap(callsOf)
  return [
    ...new Set(calls.map(({ api: other = api, operation, action }) => action ?? actionOf(other, operation))),
  ].sort()
}

/** What a resource is listed and read with, and what it belongs to is listed with. */
function callsOf({
  list,
  of,
  details,
  contentCalls = [],
}: Resource): Pick<Call, 'api' | 'operation' | 'action'>[] {
  return [
    ...callsIn(list),
    ...(of === undefined ? [] : callsOf(of)),
    ...Object.values(details ?? {}).flatMap(callsIn),
    ...contentCalls,
  ]
}

function actionOf(api: Service['api'], operation: string): string {
  return api.action ?? `${api.id}:${operation}`
}

function callsIn(call: Call): Call[] {
  return [call, ...Object.values(call.details ?? {}).flatMap(callsIn)]
}

import type { Call, Service } from './declaration.ts'

/** The IAM actions that a service's capture needs, as `lambda:GetFunction`, in order. */
export function actionsOf({ api, resources }: Service): string[] {
  const calls = resources.flatMap(({ list, details, contentCalls = [] }) => [
    ...callsIn(list),
    ...Object.values(details ?? {}).flatMap(callsIn),
    ...contentCalls,
  ])
  return [
    ...new Set(calls.map(({ api: other = api, operation, action }) => action ?? actionOf(other, operation))),
  ].sort()
}

function actionOf(api: Service['api'], operation: string): string {
  return api.action ?? `${api.id}:${operation}`
}

function callsIn(call: Call): Call[] {
  return [call, ...Object.values(call.details ?? {}).flatMap(callsIn)]
}

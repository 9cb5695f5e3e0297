import { callsOf } from '../../services/declaration/calls.ts'
import type { Service } from '../../services/declaration/declaration.ts'

/** The IAM actions that a service's capture needs, as `lambda:GetFunction`, in order. */
export function actionsOf({ api, resources }: Service): string[] {
  const calls = resources.flatMap(callsOf)
  return [
    ...new Set(calls.map(({ api: other = api, operation, action }) => action ?? actionOf(other, operation))),
  ].sort()
}

function actionOf(api: Service['api'], operation: string): string {
  return api.action ?? `${api.id}:${operation}`
}

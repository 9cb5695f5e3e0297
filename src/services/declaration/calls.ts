import type { Api } from './api.ts'
import type { Call, Resource, Service } from './declaration.ts'

/** A call as far as its permission and its client are concerned. */
export type DeclaredCall = Pick<Call, 'api' | 'operation' | 'action'>

/** What a resource is listed and read with, and what it belongs to is listed with. */
export function callsOf({ list, of, details = {}, itemRegion, contentCalls = [] }: Resource): DeclaredCall[] {
  return [
    ...callsIn(list),
    ...(of === undefined ? [] : callsOf(of)),
    ...Object.values(details).flatMap(callsIn),
    ...(itemRegion?.calls ?? []),
    ...contentCalls,
  ]
}

/** A call, and those that are made for each item that it finds. */
export function callsIn(call: Call): Call[] {
  return [call, ...Object.values(call.details ?? {}).flatMap(callsIn)]
}

/** All APIs that a service is asked by. */
export function apisOf({ api, resources }: Service): ReadonlySet<Api> {
  const own = resources.flatMap(callsOf).map((call) => call.api ?? api)
  return new Set([api, ...own])
}

import type { Content } from '../../../src/services/declaration/content.ts'
import type { Api } from '../../../src/services/declaration/api.ts'
import type { Call, Details, Resource, Service } from '../../../src/services/declaration/declaration.ts'

/** Answers one call of an API. */
export type FakeAnswer = (
  api: Api,
  operation: string,
  input: Readonly<Record<string, unknown>>,
) => object | Promise<object>

/** A service whose APIs are answered by a function, in the place of the SDK's clients. */
export function withFakeSdk(service: Service, answer: FakeAnswer): Service {
  const apis = new Map<Api, Api>()
  const resources = new Map<Resource, Resource>()
  const faked = (api: Api): Api => {
    let fake = apis.get(api)
    if (fake === undefined) {
      fake = { ...api, load: () => Promise.resolve(fakeSdk(api, answer)) }
      apis.set(api, fake)
    }
    return fake
  }
  const call = (one: Call): Call => ({
    ...one,
    ...(one.api === undefined ? {} : { api: faked(one.api) }),
    ...(one.details === undefined ? {} : { details: details(one.details) }),
  })
  const details = (all: Details): Details =>
    Object.fromEntries(Object.entries(all).map(([member, one]) => [member, call(one)]))
  const content = (one: Content): Content => ('api' in one ? { ...one, api: faked(one.api) } : one)
  const resource = (one: Resource): Resource => {
    let copy = resources.get(one)
    if (copy === undefined) {
      copy = {
        ...one,
        list: call(one.list),
        ...(one.details === undefined ? {} : { details: details(one.details) }),
        ...(one.of === undefined ? {} : { of: resource(one.of) }),
        ...(one.content === undefined ? {} : { content: content(one.content) }),
      }
      resources.set(one, copy)
    }
    return copy
  }
  return { ...service, api: faked(service.api), resources: service.resources.map(resource) }
}

function fakeSdk(api: Api, answer: FakeAnswer): object {
  return new Proxy(
    {},
    {
      // A promise asks whether what it is given is one.
      has: () => true,
      get(_, name) {
        if (typeof name !== 'string' || name === 'then') return undefined
        if (name === api.client) {
          return class {
            send({
              operation,
              input,
            }: {
              operation: string
              input: Record<string, unknown>
            }): Promise<object> {
              return Promise.resolve().then(() => answer(api, operation, input))
            }
            destroy(): void {
              // There is nothing to close.
            }
          }
        }
        const operation = name.replace(/Command$/, '')
        return class {
          readonly operation = operation
          readonly input: Record<string, unknown>
          constructor(input: Record<string, unknown>) {
            this.input = input
          }
        }
      },
    },
  )
}

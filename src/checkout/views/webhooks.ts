import type { Json, JsonObject } from '../../model/canonical-json.ts'
import { isList, isObject, textAt } from '../../model/json-place.ts'
import type { Documents } from '../../versions/documents.ts'

/** A kind of address that others call, or that AWS calls: where its documents are, and what in them is one. */
interface Kind {
  readonly kind: string
  readonly folder: string
  /** The address that an object anywhere in a document is, if it is one; or its addresses. */
  readonly url: (object: JsonObject) => Json | undefined
}

const KINDS: readonly Kind[] = [
  { kind: 'function-url', folder: 'lambda/functions/', url: ({ FunctionUrl }) => FunctionUrl },
  { kind: 'api', folder: 'integrations/api-gateway/rest-apis/', url: serverUrl },
  { kind: 'api', folder: 'integrations/api-gateway/http-apis/', url: stageUrls },
  { kind: 'api', folder: 'integrations/api-gateway/websocket-apis/', url: stageUrls },
  {
    kind: 'api-domain',
    folder: 'integrations/api-gateway/domain-names/',
    url: ({ domainName }) => (typeof domainName === 'string' ? `https://${domainName}` : undefined),
  },
  {
    kind: 'sns-subscription',
    folder: 'integrations/sns/',
    url: ({ Protocol, Endpoint }) => (Protocol === 'https' || Protocol === 'http' ? Endpoint : undefined),
  },
  {
    kind: 'api-destination',
    folder: 'integrations/eventbridge/',
    url: ({ InvocationEndpoint }) => InvocationEndpoint,
  },
  { kind: 'listed', folder: 'integrations/webhooks/', url: ({ url }) => url },
]

/** Every address that something outside calls, or that AWS calls outside. Hidden parts of an address stay hidden. */
export function webhooks(documents: Documents): Json {
  return KINDS.flatMap(({ kind, folder, url }) => [
    ...documents.unknownBelow(folder),
    ...[...documents.below(folder)].flatMap(({ name, document }) =>
      [...objectsIn(document)].flatMap((object) => {
        const found = url(object) ?? []
        return (isList(found) ? found : [found]).map((one) => ({
          kind,
          name: nameOf(object) ?? name,
          url: one,
          path: `${folder}${name}.json`,
        }))
      }),
    ),
  ])
}

/** Where the stages of an API are called. */
function stageUrls({ ApiEndpoint, stages }: JsonObject): Json | undefined {
  if (typeof ApiEndpoint !== 'string' || !isList(stages)) return ApiEndpoint
  const names = stages.filter(isObject).map((stage) => textAt('StageName', stage))
  return names.map((name) => (name === '$default' ? ApiEndpoint : `${ApiEndpoint}/${name}`))
}

/** Where a stage is called, as its OpenAPI file says it among its servers. */
function serverUrl({ url, variables }: JsonObject): Json | undefined {
  if (typeof url !== 'string' || !isObject(variables)) return undefined
  const base = textAt('basePath.default', variables).replace(/^\//, '')
  return url.replace('/{basePath}', base === '' ? '' : `/${base}`)
}

function* objectsIn(value: Json | undefined): Generator<JsonObject, void> {
  if (isList(value)) for (const item of value) yield* objectsIn(item)
  // A URL with hidden parts is an object, whose own `url` is not another one.
  if (!isObject(value) || value['$secret'] !== undefined) return
  yield value
  for (const member of Object.values(value)) yield* objectsIn(member)
}

function nameOf(object: JsonObject): string | undefined {
  const name = ['FunctionArn', 'SubscriptionArn', 'Name', 'name'].map((member) => textAt(member, object))
  return name.find((text) => text !== '')
}

import type { Json, JsonObject } from '../../model/canonical-json.ts'
import { isList, isObject, textAt } from '../../model/json-place.ts'
import type { Addresses } from '../../services/declaration/addresses.ts'
import type { Layout } from '../../services/layout.ts'
import type { Documents } from '../../versions/documents.ts'

/** The kinds of addresses in the order of the view. */
const ORDER: readonly Addresses['kind'][] = [
  'function-url',
  'api',
  'api-domain',
  'sns-subscription',
  'api-destination',
  'listed',
]

/** Every address that something outside calls, or that AWS calls outside. Hidden parts of an address stay hidden. */
export function webhooks(documents: Documents, { addressed }: Layout): Json {
  const inOrder = addressed.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
  // A service has addresses in several folders.
  const above = new Map(
    inOrder.flatMap(({ folder }) => documents.unknownAbove(folder)).map((place) => [place.path, place]),
  )
  const found = inOrder.flatMap(({ kind, folder, url }): Json[] => [
    ...documents.unknownBelow(folder),
    ...[...documents.below(folder)].flatMap(({ name, document }) =>
      [...objectsIn(document)].flatMap((object) => {
        const urls = url(object) ?? []
        return (isList(urls) ? urls : [urls]).map((one) => ({
          kind,
          name: nameOf(object) ?? name,
          url: one,
          path: `${folder}${name}.json`,
        }))
      }),
    ),
  ])
  return [...above.values(), ...found]
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

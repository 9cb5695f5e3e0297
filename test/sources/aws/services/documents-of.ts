import type { JsonObject } from '../../../../src/model/canonical-json.ts'
import type { Account, Resource, Service } from '../../../../src/services/declaration/declaration.ts'
import { normaliser } from '../../../../src/sources/aws/normal-document.ts'
import { Reader, type ListedItem } from '../../../../src/sources/aws/reader.ts'
import { namePaths } from '../../../../src/sources/aws/resource-path.ts'

/** What a service answers: by operation, or by operation and input. */
export type Answers = Readonly<Record<string, JsonObject | ((input: JsonObject) => JsonObject)>>

/** The documents of one resource of a service, by path, from answers that a test gives. */
export async function documentsOf(
  service: Service,
  path: string,
  answers: Answers,
): Promise<Record<string, JsonObject>> {
  const resource = service.resources.find((one) => one.path === path)
  if (resource === undefined) throw new Error(`${service.name} has no ${path}`)
  const reader = new Reader(service.api, (_, operation, input) => {
    const answer = answers[operation] ?? {}
    return Promise.resolve().then(() => (typeof answer === 'function' ? answer(input) : answer))
  })
  const listed = await listOf(reader, resource)
  const paths = namePaths(resource, listed, '')
  const normalise = normaliser(resource, (name, value) => ({ $secret: `${name}:${value.length}` }))
  const documents = await Promise.all(
    listed.map(async ({ item, parents }, i): Promise<[string, JsonObject]> => {
      const read = await reader.read(item, resource.details, parents)
      return [paths[i]?.path ?? '', normalise(read?.item ?? {})]
    }),
  )
  return Object.fromEntries(documents)
}

const ACCOUNT: Account = { AccountId: '123456789012', Partition: 'aws' }

async function listOf(reader: Reader, { list, of, inAccount, filter }: Resource): Promise<ListedItem[]> {
  const owners =
    of === undefined
      ? [inAccount ? [ACCOUNT] : []]
      : (await listOf(reader, of)).map(({ item, parents }) => [item, ...parents])
  const lists = await Promise.all(owners.map((parents) => reader.list(list, parents)))
  return lists.flat().filter(({ item, parents }) => filter?.(item, ...parents) ?? true)
}

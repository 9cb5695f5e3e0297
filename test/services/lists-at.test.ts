import { describe, expect, test } from 'vitest'
import { loadLists } from '../../src/services/lists-at.ts'
import { REGISTRY } from '../../src/services/registry.ts'
import { SERVICES } from '../../src/services/services.ts'

describe('the lists of documents', () => {
  test.each(SERVICES.map((service) => [service.name, service] as const))(
    'of %s are those of their kind',
    async (_, { resources }) => {
      for (const { path, lists = {}, beside } of resources) {
        for (const [document, declared] of [
          [path.replace('*', 'a/b@eu-west-1'), lists] as const,
          ...(beside === undefined ? [] : [[beside.path.replace('*', 'a/b'), beside.lists ?? {}] as const]),
        ]) {
          const listAt = (await loadLists([document]))(document)
          for (const [place, list] of Object.entries(declared)) {
            const names = place.split('.').map((name) => (name.startsWith('*') ? 'any' : name))
            expect(listAt(names), `${document} ${place}`).toMatchObject(
              typeof list === 'string' ? { by: list } : list,
            )
          }
        }
      }
    },
  )

  test('are found below the folders of their declaration', async () => {
    for (const { prefixes, load } of REGISTRY) expect((await load()).prefixes).toEqual(prefixes)
  })

  test('of all kinds have tags that are told by their key', async () => {
    const listsAt = await loadLists(['sqs/no.json', 'integrations/sqs/queues/orders.json'])
    for (const path of ['sqs/no.json', 'integrations/sqs/queues/orders.json'])
      expect(listsAt(path)(['a', 'tags'])).toMatchObject({ by: ['Key', 'key'], noun: 'tag' })
    expect(listsAt('integrations/sqs/queues/orders.json')(['a'])).toBeUndefined()
  })

  test('are known of what was loaded only', async () => {
    const listsAt = await loadLists(['iam/roles/shop.json'])
    expect(listsAt('iam/policies/shop.json')(['PolicyVersionList'])).toEqual({
      by: 'VersionId',
      noun: 'version',
    })
    expect(() => listsAt('acm/certificates/shop.json')).toThrow(
      'the declaration of acm/certificates/shop.json was not loaded',
    )
  })
})

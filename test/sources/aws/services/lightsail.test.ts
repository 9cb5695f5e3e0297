import { expect, test } from 'vitest'
import type { JsonObject } from '../../../../src/model/canonical-json.ts'
import { LIGHTSAIL } from '../../../../src/services/lightsail.ts'
import { captureSource, sessionAt, sourceOf } from '../capture-service.ts'
import { jsonService, Refusal } from '../json-service.ts'
import { nothingFrom } from '../nothing-from.ts'

/** Captures Lightsail as it answers, by operation; of all else there is none. */
async function capture(
  answers: Readonly<Record<string, JsonObject | ((input: JsonObject, region: string) => JsonObject)>>,
  regions?: readonly string[],
) {
  const nothing = await nothingFrom(LIGHTSAIL.api)
  const url = await jsonService((operation, input, region) => {
    const answer = answers[operation] ?? nothing(operation)
    return typeof answer === 'function' ? answer(input, region) : answer
  })
  return captureSource(sourceOf(LIGHTSAIL, sessionAt(url, regions)))
}

const instance = (name: string, more: JsonObject = {}): JsonObject => ({
  name,
  publicIpAddress: '3.3.3.3',
  isStaticIp: false,
  state: { code: 16, name: 'running' },
  ...more,
})

test('an instance has its ports, and an address only if that is its own', async () => {
  const { documents, problems } = await capture({
    GetInstances: { instances: [instance('web'), instance('shop', { isStaticIp: true })] },
    GetInstancePortStates: ({ instanceName }) => ({
      portStates: [
        { fromPort: instanceName === 'web' ? 443 : 22, protocol: 'tcp', state: 'open' },
        { fromPort: 80, protocol: 'tcp', state: 'closed' },
      ],
    }),
  })
  expect(problems).toEqual([])
  expect(Object.fromEntries(documents)).toEqual({
    'lightsail/instances/shop.json': {
      name: 'shop',
      isStaticIp: true,
      publicIpAddress: '3.3.3.3',
      ports: [
        { fromPort: 22, protocol: 'tcp', state: 'open' },
        { fromPort: 80, protocol: 'tcp', state: 'closed' },
      ],
    },
    'lightsail/instances/web.json': {
      name: 'web',
      isStaticIp: false,
      ports: [
        { fromPort: 80, protocol: 'tcp', state: 'closed' },
        { fromPort: 443, protocol: 'tcp', state: 'open' },
      ],
    },
  })
})

test('lists are read to their last page', async () => {
  const { documents } = await capture({
    GetDisks: ({ pageToken }) =>
      pageToken === 'more' ? { disks: [{ name: 'b' }] } : { disks: [{ name: 'a' }], nextPageToken: 'more' },
  })
  expect([...documents.keys()]).toEqual(['lightsail/disks/a.json', 'lightsail/disks/b.json'])
})

test('what has no region is asked in us-east-1 alone, and the rest in each region', async () => {
  const asked = new Set<string>()
  const note = (kind: string) => (_: JsonObject, region: string) => {
    asked.add(`${kind} ${region}`)
    return { [kind]: [{ name: `a-${kind}` }] }
  }
  const { documents } = await capture({ GetDomains: note('domains'), GetDisks: note('disks') }, [
    'eu-west-1',
    'eu-central-1',
  ])
  expect(asked).toEqual(new Set(['domains us-east-1', 'disks eu-west-1', 'disks eu-central-1']))
  expect([...documents.keys()].sort()).toEqual([
    'lightsail/disks/a-disks.json',
    'lightsail/disks/a-disks@eu-central-1.json',
    'lightsail/domains/a-domains.json',
  ])
})

test('the environment of containers is secret wherever it stands, and the names in it are not', async () => {
  const deployment = (version: number) => ({
    version,
    state: 'ACTIVE',
    containers: { app: { image: 'app:1', environment: { DB_PASS: 'CANARY' } } },
  })
  const { documents } = await capture({
    GetContainerServices: {
      containerServices: [
        { containerServiceName: 'app', currentDeployment: deployment(2), nextDeployment: deployment(3) },
      ],
    },
    GetContainerServiceDeployments: { deployments: [deployment(2), deployment(1)] },
  })
  const document = documents.get('lightsail/container-services/app.json')
  expect(JSON.stringify(document)).not.toContain('CANARY')
  const marked = (version: number) => ({
    version,
    containers: { app: { image: 'app:1', environment: { DB_PASS: { $secret: 'DB_PASS' } } } },
  })
  expect(document).toEqual({
    containerServiceName: 'app',
    currentDeployment: marked(2),
    deployments: [marked(1), marked(2)],
  })
})

test('a database with a standby is the same after the two have changed places', async () => {
  const captureWith = async (zone: string, other: string) => {
    const { documents } = await capture({
      GetRelationalDatabases: {
        relationalDatabases: [
          {
            name: 'db',
            location: { availabilityZone: zone, regionName: 'us-east-1' },
            secondaryAvailabilityZone: other,
          },
        ],
      },
    })
    return documents.get('lightsail/databases/db.json')
  }
  expect(await captureWith('us-east-1a', 'us-east-1b')).toEqual(await captureWith('us-east-1b', 'us-east-1a'))
})

test('a version says that objects in buckets of Lightsail are not in it', async () => {
  const { documents, gaps } = await capture({ GetBuckets: { buckets: [{ name: 'pictures' }] } })
  expect(documents.has('lightsail/buckets/pictures.json')).toBe(true)
  expect(gaps).toEqual([
    { path: 'lightsail/buckets/pictures/', reason: 'objects in buckets of Lightsail are not captured' },
  ])
})

test('a list that is refused is unknown, and not empty', async () => {
  const { unknown, problems } = await capture({
    GetDisks: () => {
      throw new Refusal('AccessDeniedException')
    },
  })
  expect(unknown).toEqual(['lightsail/disks/'])
  expect(problems).toMatchObject([{ operation: 'lightsail:GetDisks', code: 'AccessDeniedException' }])
})

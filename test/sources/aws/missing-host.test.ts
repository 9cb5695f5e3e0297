import { beforeEach, expect, test, vi } from 'vitest'
import { ApiClient } from '../../../src/sources/aws/api-client.ts'
import { isNotOffered } from '../../../src/sources/aws/not-offered.ts'
import { AwsError } from '../../../src/sources/aws/aws-error.ts'
import { createSession } from '../../../src/sources/aws/session.ts'

const hosts = vi.hoisted(() => ({ known: new Set<string>(), asked: [] as string[] }))

// Attempts follow one another at once.
vi.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }))
vi.mock('node:dns/promises', () => ({
  lookup(host: string) {
    hosts.asked.push(host)
    return hosts.known.has(host) ? Promise.resolve({ address: '192.0.2.1' }) : Promise.reject(notFound(host))
  },
}))

function notFound(hostname: string): Error {
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND', hostname })
}

beforeEach(() => {
  hosts.known.clear()
  hosts.asked.length = 0
})

/** A client of AWS itself whose calls end as the function says. */
function clientOf(send: (attempt: number) => Promise<object>) {
  let attempts = 0
  const sdk = {
    ShopClient: class {
      send = () => send(++attempts)
      destroy = () => undefined
    },
    ListThingsCommand: Date,
    ListOthersCommand: Date,
  }
  const session = createSession({
    env: { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret', HOME: '/nonexistent' },
    now: Date.now,
  })
  const api = { id: 'shop', sdkId: 'Shop', load: () => Promise.resolve(sdk), client: 'ShopClient' }
  const signal = new AbortController().signal
  const client = new ApiClient(api, 'af-south-1', { session, onRequest: () => undefined, signal })
  const refusal = async (operation: string) => {
    const error: unknown = await client.ask(operation, {}).catch((cause: unknown) => cause)
    if (!(error instanceof AwsError)) throw new Error('it was not refused')
    return error
  }
  return { client, refusal, attempts: () => attempts }
}

const HOST = 'shop.af-south-1.amazonaws.com'

test('a host that its region does not have is no failure of the network, and is not asked for again', async () => {
  hosts.known.add('sts.af-south-1.amazonaws.com')
  const { refusal, attempts } = clientOf(() => Promise.reject(notFound(HOST)))
  expect(isNotOffered(await refusal('ListThings'))).toBe(true)
  const before = attempts()
  expect(await refusal('ListOthers')).toMatchObject({ operation: 'shop:ListOthers', code: 'NoEndpoint' })
  expect([before, attempts()]).toEqual([2, 2])
})

test('without a network, a host that is not found is a failure', async () => {
  const { refusal, attempts } = clientOf(() => Promise.reject(notFound(HOST)))
  const error = await refusal('ListThings')
  expect([error.code, isNotOffered(error), attempts()]).toEqual(['ENOTFOUND', false, 8])
})

test('a host that has answered before exists, whatever a later search for it says', async () => {
  hosts.known.add('sts.af-south-1.amazonaws.com')
  const { client, refusal } = clientOf((attempt) =>
    attempt === 1 ? Promise.resolve({}) : Promise.reject(notFound(HOST)),
  )
  await client.ask('ListThings', {})
  expect((await refusal('ListThings')).code).toBe('ENOTFOUND')
  expect(hosts.asked).toEqual([])
})

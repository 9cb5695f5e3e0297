import { expect, test } from 'vitest'
import { RateLimit } from '../../../src/sources/aws/rate-limit.ts'

/** A limit on a clock that only waiting moves; gives when each of so many calls passed, in milliseconds. */
function setUp(rate: { perSecond: number; burst: number }) {
  let now = 0
  const limit = new RateLimit(
    rate,
    0.5,
    () => now,
    (milliseconds) => {
      now += milliseconds
      return Promise.resolve()
    },
  )
  const pass = async (calls: number) => {
    const times: number[] = []
    for (let i = 0; i < calls; i++) {
      await limit.pass()
      times.push(Math.round(now))
    }
    return times
  }
  return { limit, pass, later: (milliseconds: number) => (now += milliseconds) }
}

test('as many calls as are allowed pass at once, and then so many in each second', async () => {
  const { pass } = setUp({ perSecond: 10, burst: 3 })
  expect(await pass(6)).toEqual([0, 0, 0, 100, 200, 300])
})

test('time without calls gives calls at once again, up to the burst', async () => {
  const { pass, later } = setUp({ perSecond: 10, burst: 3 })
  await pass(4)
  later(10_000)
  const [first = 0, ...rest] = await pass(4)
  expect(rest.map((time) => time - first)).toEqual([0, 0, 100])
})

test('a refusal makes it slower, and it recovers', async () => {
  const { limit, pass, later } = setUp({ perSecond: 10, burst: 1 })
  await pass(1)
  limit.slowDown()
  const [a = 0, b = 0] = await pass(2)
  expect(b - a).toBeGreaterThan(150)
  later(20_000)
  await pass(1)
  const [c = 0, d = 0] = await pass(2)
  expect(d - c).toBe(100)
})

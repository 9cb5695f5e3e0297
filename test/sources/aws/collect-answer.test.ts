import { expect, test } from 'vitest'
import { collectAnswer } from '../../../src/sources/aws/collect-answer.ts'

/** Takes an answer whose pieces come so many milliseconds after each other, by a clock of the test's own. */
function take(pieceBytes: number, count: number, everyMs: number, largest = 1024) {
  let [time, given] = [0, 0]
  async function* body() {
    for (; given < count; given++) {
      time += everyMs
      yield await Promise.resolve(new Uint8Array(pieceBytes))
    }
  }
  const taken = collectAnswer(body(), 's3:Get', { largest, now: () => time })
  return { given: () => given, taken }
}

test('an answer that comes as a byte every two seconds is left after about a minute', async () => {
  const { taken, given } = take(1, 1000, 2000)
  await expect(taken).rejects.toMatchObject({ name: 'AwsError', code: 'AnswerTooSlow' })
  expect(given()).toBeLessThan(40)
})

test('an answer of its largest length is taken, slow or not, and one of a byte more is not', async () => {
  const { taken } = take(64, 16, 4000)
  expect(await taken).toHaveLength(1024)
  const longer = take(205, 6, 0)
  await expect(longer.taken).rejects.toMatchObject({ name: 'AwsError', code: 'AnswerTooLarge' })
})

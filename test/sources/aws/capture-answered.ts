import type { Service } from '../../../src/services/declaration/declaration.ts'
import { captureSource, sessionAt, sourceOf, type CapturedService } from './capture-service.ts'
import { withFakeSdk } from './fake-sdk.ts'
import { nothingFrom } from './nothing-from.ts'

type Input = Readonly<Record<string, unknown>>

/** What a service's calls come to, by operation; all others find nothing. */
export type CallAnswers = Readonly<Record<string, object | ((input: Input) => object)>>

/** Captures a service whose SDK answers as a test says. */
export function captureAnswered(
  service: Service,
  answers: CallAnswers,
  regions?: readonly string[],
): Promise<CapturedService> {
  const fake = withFakeSdk(service, async (api, operation, input) => {
    const answer = answers[operation] ?? {}
    const given = typeof answer === 'function' ? (answer as (input: Input) => object)(input) : answer
    return Object.keys(given).length > 0 ? given : (await nothingFrom(api))(operation)
  })
  return captureSource(sourceOf(fake, sessionAt('http://127.0.0.1:9', regions)))
}

/** Refuses a call as the SDK tells it. */
export function refusing(code: string, message = '', status = 400): () => never {
  return () => {
    throw Object.assign(new Error(message), { name: code, $metadata: { httpStatusCode: status } })
  }
}

import { collectAnswer, LARGEST_ANSWER, LARGEST_XML } from './collect-answer.ts'
import { checkErrorBody } from './error-body.ts'
import { checkedBody, outputOf, type AnswerBody } from './answer-body.ts'

/** What of a client of the SDK it takes to look at answers as they come. */
interface Client {
  readonly config: { readonly protocol?: { getShapeId(): string } }
  readonly middlewareStack?: { add(middleware: unknown, options: object): void }
}

interface Context {
  readonly commandName?: string
  /** The kind, the names, the traits, the input and the output of the operation. */
  readonly __smithy_context?: { readonly operationSchema?: readonly unknown[] }
  [RAW]?: AnswerBody | undefined
}

interface Response {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  body?: AsyncIterable<Uint8Array> | Uint8Array
}

const OUTPUT = 5
const RAW = Symbol('raw answer')
const raws = new WeakMap<object, AnswerBody>()

/** What an answer of the SDK was made of; undefined when it was not recorded. */
export function rawAnswer(answer: object): AnswerBody | undefined {
  return raws.get(answer)
}

/**
 * Has a client of the SDK take no more of an answer than AWS would send, and no answer that has not the shape of its
 * operation: what is empty, a page of HTML or of another operation is not one. `api` is its prefix in names of
 * operations.
 */
export function lookAtAnswers(client: object, api: string, now: () => number): void {
  const { config, middlewareStack } = client as Client
  if (middlewareStack === undefined) return
  const protocol = config.protocol?.getShapeId() ?? ''
  const largest = /Xml|Query/.test(protocol) ? LARGEST_XML : LARGEST_ANSWER
  middlewareStack.add(
    (next: (args: unknown) => Promise<{ response: Response }>, context: Context) => async (args: unknown) => {
      const result = await next(args)
      const { response } = result
      const operation = `${api}:${String(context.commandName).replace(/Command$/, '')}`
      if (response.body === undefined || response.body instanceof Uint8Array) return result
      const bytes = await collectAnswer(response.body, operation, { largest, now })
      response.body = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
      const output = context.__smithy_context?.operationSchema?.[OUTPUT]
      if (response.statusCode >= 300) checkErrorBody(bytes, operation, response.statusCode)
      else if (output !== undefined)
        context[RAW] = checkedBody(bytes, { operation, protocol, output: outputOf(output) })
      return result
    },
    { step: 'deserialize', priority: 'low', name: 'lookAtAnswer' },
  )
  middlewareStack.add(
    (next: (args: unknown) => Promise<{ output: object }>, context: Context) => async (args: unknown) => {
      const result = await next(args)
      if (context[RAW] !== undefined) raws.set(result.output, context[RAW])
      return result
    },
    { step: 'deserialize', priority: 'high', name: 'keepAnswer' },
  )
}

import type { IncomingMessage } from 'node:http'
import type { JsonObject } from '../../../src/model/canonical-json.ts'
import { plainServer } from './plain-server.ts'

/** A refusal that a test's service answers with. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: string

  constructor(code: string, message = code) {
    super(message)
    this.code = code
  }
}

/** What a service answers to an operation in a region; undefined breaks the connection. @throws Refusal */
export type Answer = (operation: string, input: JsonObject, region: string) => JsonObject | undefined

/** Serves on 127.0.0.1 a service of the protocol JSON 1.1; gives its address. */
export function jsonService(answer: Answer): Promise<string> {
  return plainServer((request, response) => {
    void textOf(request).then((text) => {
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? ''
      // The scope of the signature: key, day, region, service.
      const region = /Credential=[^/]+\/\d+\/([^/]+)/.exec(request.headers.authorization ?? '')?.[1] ?? ''
      const send = (status: number, body: object) =>
        response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
      try {
        const body = answer(operation, text === '' ? {} : (JSON.parse(text) as JsonObject), region)
        if (body === undefined) response.destroy()
        else send(200, body)
      } catch (error) {
        if (error instanceof Refusal) send(400, { __type: error.code, message: error.message })
        else send(500, { __type: 'InternalError', message: String(error) })
      }
    })
  })
}

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString()
}

import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A proxy before an AWS that damages every so many-th request. */
export interface FaultProxy {
  readonly url: string
  /** How many requests it has damaged. */
  readonly faults: number
  close(): Promise<void>
}

type Fault = (incoming: IncomingMessage, response: ServerResponse, forward: () => void) => void

const FAULTS: readonly Fault[] = [
  throttle,
  (_, response) => response.writeHead(500).end(),
  (incoming) => incoming.socket.destroy(),
  truncate,
]

/** Starts a proxy on 127.0.0.1; throttling, an error, a reset and a truncated body follow one another. */
export async function startFaultProxy(target: string, everySoMany: number): Promise<FaultProxy> {
  let requests = 0
  let faults = 0
  const proxy = await startProxy(target, (incoming, response, forward) => {
    if (++requests % everySoMany !== 0) {
      forward()
      return
    }
    const fault = FAULTS[faults++ % FAULTS.length] ?? throttle
    fault(incoming, response, forward)
  })
  return {
    ...proxy,
    get faults() {
      return faults
    },
  }
}

/** Starts a proxy on 127.0.0.1 that has its say on every request, and may forward it. */
export async function startProxy(target: string, meet: Fault): Promise<Omit<FaultProxy, 'faults'>> {
  const server = createServer((incoming, response) =>
    meet(incoming, response, () => pass(target, incoming, response)),
  ).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    // The address of a server that listens on a port is not a string.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function pass(target: string, incoming: IncomingMessage, response: ServerResponse): void {
  const { method, url, headers } = incoming
  const outgoing = request(new URL(url ?? '/', target), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  outgoing.on('error', () => response.destroy())
  incoming.pipe(outgoing)
}

/** A refusal in the words of the protocol that the request is in. */
function throttle(incoming: IncomingMessage, response: ServerResponse): void {
  incoming.resume()
  const type = incoming.headers['content-type'] ?? ''
  const service = /\/([a-z0-9-]+)\/aws4_request/.exec(incoming.headers.authorization ?? '')?.[1]
  if (type.startsWith('application/x-amz-json')) {
    response
      .writeHead(400, { 'Content-Type': type })
      .end('{"__type":"ThrottlingException","message":"slow down"}')
  } else if (service === 's3') {
    response.writeHead(503).end('<Error><Code>SlowDown</Code><Message>slow down</Message></Error>')
  } else if (
    type.startsWith('application/x-www-form-urlencoded') ||
    service === 'route53' ||
    service === 'cloudfront'
  ) {
    const error = '<Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error>'
    response.writeHead(400, { 'Content-Type': 'text/xml' }).end(`<ErrorResponse>${error}</ErrorResponse>`)
  } else {
    response
      .writeHead(429, { 'Content-Type': 'application/json', 'x-amzn-errortype': 'TooManyRequestsException' })
      .end('{"message":"slow down"}')
  }
}

/** The answer breaks off in its middle. */
function truncate(incoming: IncomingMessage, response: ServerResponse, forward: () => void): void {
  const write = response.write.bind(response)
  response.write = (chunk: Buffer) => {
    write(chunk.subarray(0, chunk.length >> 1), () => incoming.socket.destroy())
    return true
  }
  forward()
}

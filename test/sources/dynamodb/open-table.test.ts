import { readdirSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/model/canonical-json.ts'
import { openTable } from '../../../src/sources/dynamodb/open-table.ts'
import type { TableRequest } from '../../../src/sources/dynamodb/table-request.ts'
import { scratchFolder } from '../../helpers/scratch.ts'
import { plainServer } from '../aws/plain-server.ts'

interface Scan {
  readonly Segment?: number
  readonly TotalSegments?: number
  readonly ExclusiveStartKey?: { readonly n: { readonly N: string } }
}

const JSON_TYPE = { 'Content-Type': 'application/x-amz-json-1.0' }
const itemOf = (n: number): JsonObject => ({
  c: { S: `customer-${n % 7}` },
  n: { N: String(n) },
  tags: { SS: n % 2 === 0 ? ['b', 'a'] : ['a', 'b'] },
})

/** Serves a table of so many items, some a page; `fault` may answer in the place of the table. */
async function serveTable(items: number, fault?: (response: ServerResponse, request: number) => boolean) {
  let requests = 0
  return plainServer((request, response) => {
    void text(request).then((body) => {
      expect(request.headers['x-amz-target']).toBe('DynamoDB_20120810.Scan')
      if (fault?.(response, ++requests) === true) return
      const { Segment = 0, TotalSegments = 1, ExclusiveStartKey } = JSON.parse(body) as Scan
      const own = Array.from({ length: items }, (_, n) => n).filter((n) => n % TotalSegments === Segment)
      const start = ExclusiveStartKey === undefined ? 0 : own.indexOf(Number(ExclusiveStartKey.n.N)) + 1
      const page = own.slice(start, start + 10)
      const last = page.at(-1)
      const isEnd = start + 10 >= own.length || last === undefined
      response.writeHead(200, JSON_TYPE).end(
        JSON.stringify({
          Items: page.map(itemOf),
          Count: page.length,
          ScannedCount: page.length,
          ...(isEnd ? {} : { LastEvaluatedKey: { c: { S: 'x' }, n: { N: String(last) } } }),
        }),
      )
    })
  })
}

async function read(endpoint: string, over: Partial<TableRequest> = {}) {
  const request: TableRequest = {
    opener: 'dynamodb',
    region: 'us-east-1',
    table: 'orders',
    keys: [
      { name: 'c', type: 'S' },
      { name: 'n', type: 'N' },
    ],
    segments: 1,
    readUnitsPerSecond: null,
    ...over,
  }
  let requests = 0
  const folder = scratchFolder()
  const reading = await openTable.open(
    request,
    { credentials: { accessKeyId: 'key', secretAccessKey: 'secret' }, endpoint },
    {
      now: Date.now,
      count: () => requests++,
      allocate: (size) => Buffer.alloc(size),
      temporaryFolder: folder,
    },
  )
  const pieces: Uint8Array[] = []
  if (reading.content instanceof Uint8Array) pieces.push(reading.content)
  else if (reading.content !== null) for await (const piece of reading.content) pieces.push(piece)
  expect(readdirSync(folder)).toEqual([])
  return { lines: Buffer.concat(pieces).toString(), facts: await reading.settle(), requests }
}

describe('the contents of a table', () => {
  test('are its items in the order of their keys, whatever the order and the number of the scans', async () => {
    const url = await serveTable(95)
    const whole = await read(url)
    const lines = whole.lines.trimEnd().split('\n')
    expect(lines).toHaveLength(95)
    expect(lines.slice(0, 3)).toEqual([
      '{"c":{"S":"customer-0"},"n":{"N":"0"},"tags":{"SS":["a","b"]}}',
      '{"c":{"S":"customer-0"},"n":{"N":"7"},"tags":{"SS":["a","b"]}}',
      '{"c":{"S":"customer-0"},"n":{"N":"14"},"tags":{"SS":["a","b"]}}',
    ])
    expect(whole.facts.meta).toEqual({ items: 95, scanned: 95 })
    expect(whole.requests).toBe(10)
    expect((await read(url, { segments: 4 })).lines).toBe(whole.lines)
  })

  test('are read to their end through throttling, errors and answers that break off', async () => {
    const faults = [
      (response: ServerResponse) =>
        response
          .writeHead(400, JSON_TYPE)
          .end('{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"}'),
      (response: ServerResponse) => response.writeHead(500).end(),
      (response: ServerResponse) => response.socket?.destroy(),
      (response: ServerResponse) => {
        response.writeHead(200, { ...JSON_TYPE, 'Content-Length': '500' }).write('{"Items":[')
        response.destroy()
      },
    ]
    const url = await serveTable(95, (response, request) => {
      if (request % 3 !== 0) return false
      faults[(request / 3) % faults.length]?.(response)
      return true
    })
    expect((await read(url)).lines).toBe((await read(await serveTable(95))).lines)
  })

  test('that cannot be read to their end are not read at all', async () => {
    const url = await serveTable(95, (response, request) => {
      if (request < 3) return false
      response.writeHead(400, JSON_TYPE).end('{"__type":"AccessDeniedException","message":"no"}')
      return true
    })
    await expect(read(url)).rejects.toMatchObject({
      unreadable: { reason: 'denied', operation: 'dynamodb:Scan', code: 'AccessDeniedException' },
    })
  })

  test('of a table that is gone are gone', async () => {
    const url = await serveTable(1, (response) => {
      response.writeHead(400, JSON_TYPE).end('{"__type":"ResourceNotFoundException"}')
      return true
    })
    await expect(read(url)).rejects.toMatchObject({ unreadable: { reason: 'gone' } })
  })
})

import { readdirSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../../../src/model/canonical-json.ts'
import { openTable } from '../../../../../src/sources/aws/content/table-scan/open-table.ts'
import type { TableRequest } from '../../../../../src/sources/aws/content/table-scan/table-request.ts'
import type { Source } from '../../../../../src/sources/source.ts'
import { Store } from '../../../../../src/store/store.ts'
import { scratchFolder } from '../../../../helpers/scratch.ts'
import { commitSources } from '../../../../helpers/snapshot.ts'
import { plainServer } from '../../plain-server.ts'

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

  test.each([
    ['{}', 'NoAnswer'],
    ['null', 'NoAnswer'],
    ['', 'NoAnswer'],
    ['{"Items":{},"Count":0,"ScannedCount":0}', 'NoAnswer'],
    ['{"Items":[],"Count":7,"ScannedCount":7}', 'NoAnswer'],
    ['{"Items":[],"Count":0,"ScannedCount":7}', 'NoAnswer'],
    ['{"Items":[],"ScannedCount":0}', 'NoAnswer'],
    ['{"Items":[1],"Count":1,"ScannedCount":1}', 'NoAnswer'],
    ['<html>', 'NoJson'],
    ['{"Items":[{"c":{"S":"a"},"n":{"N":"1"},"v":"plain"}],"Count":1,"ScannedCount":1}', 'OddItem'],
    ['{"Items":[{"c":{"S":"a"},"n":{"N":"1"},"v":{"S":"a","N":"1"}}],"Count":1,"ScannedCount":1}', 'OddItem'],
    ['{"Items":[{"c":{"S":"a"},"n":{"N":"1"},"v":{"SS":"a"}}],"Count":1,"ScannedCount":1}', 'OddItem'],
    ['{"Items":[{"c":{"S":"a"},"n":{"N":"1"},"v":{"NS":["NaN"]}}],"Count":1,"ScannedCount":1}', 'OddItem'],
    ['{"Items":[{"c":{"S":"a"},"n":null}],"Count":1,"ScannedCount":1}', 'OddItem'],
    ['{"Items":[{"n":{"N":"1"}}],"Count":1,"ScannedCount":1}', 'OddItem'],
  ])('are unknown when a scan is answered by %s: %s', async (body, code) => {
    const url = await plainServer((_, response) => response.writeHead(200, JSON_TYPE).end(body))
    await expect(read(url)).rejects.toMatchObject({ unreadable: { reason: 'failed', code } })
  })

  test('are unknown when the pages name each other as the next one, or are empty without end', async () => {
    let page = 0
    const paging = (nextOf: (page: number) => string) =>
      plainServer((_, response) => {
        const LastEvaluatedKey = { c: { S: nextOf(++page) } }
        response
          .writeHead(200, JSON_TYPE)
          .end(JSON.stringify({ Items: [], Count: 0, ScannedCount: 0, LastEvaluatedKey }))
      })
    for (const nextOf of [(n: number) => (n % 2 === 0 ? 'a' : 'b'), String])
      await expect(read(await paging(nextOf))).rejects.toMatchObject({ unreadable: { code: 'PagingStuck' } })
  })

  test('are not waited for when the capture is interrupted, not even between two pages', async () => {
    const store = Store.init(join(scratchFolder(), '.jsnap'))
    const controller = new AbortController()
    const url = await plainServer((_, response) => {
      setTimeout(() => controller.abort(), 200)
      response.writeHead(200, JSON_TYPE).end(
        JSON.stringify({
          Items: [],
          Count: 0,
          ScannedCount: 0,
          LastEvaluatedKey: { c: { S: 'x' } },
          ConsumedCapacity: { CapacityUnits: 1_000_000 },
        }),
      )
    })
    const start = performance.now()
    const options = { signal: controller.signal }
    await expect(commitSources(store, [tableAt(url)], options)).rejects.toThrow()
    expect(performance.now() - start).toBeLessThan(10_000)
    store.close()
  })

  test('end the capture when the keys have expired: there is no version then', async () => {
    const store = Store.init(join(scratchFolder(), '.jsnap'))
    const url = await plainServer((_, response) => {
      response.writeHead(400, JSON_TYPE).end('{"__type":"ExpiredTokenException","message":"expired"}')
    })
    await expect(commitSources(store, [tableAt(url)])).rejects.toMatchObject({ code: 'Credentials' })
    expect(store.refs().head).toBeNull()
    store.close()
  })
})

/** A source of one table, whose items a worker reads. */
function tableAt(endpoint: string): Source {
  const open: TableRequest = {
    opener: 'dynamodb',
    region: 'us-east-1',
    table: 'orders',
    keys: [{ name: 'c', type: 'S' }],
    segments: 1,
    readUnitsPerSecond: 10,
  }
  return {
    name: 'dynamodb',
    prefixes: ['databases/'],
    actions: [],
    workerContext: () =>
      Promise.resolve({ credentials: { accessKeyId: 'key', secretAccessKey: 'secret' }, endpoint }),
    capture: (sink) =>
      sink.content({ path: 'databases/orders.jsonl', type: 'object', size: 0, meta: {}, origin: {}, open }),
  }
}

import { setTimeout } from 'node:timers/promises'
import { canonicalJson, type JsonObject } from '../../../../model/canonical-json.ts'
import { at, isList, isObject } from '../../../../model/json-place.ts'
import { AwsError } from '../../aws-error.ts'
import { Paging } from '../../paging.ts'
import { sendForJson, type Sender } from '../../request.ts'
import { ReadBudget } from './read-budget.ts'
import type { TableRequest } from './table-request.ts'

/** What one page of a scan holds. */
interface Page {
  readonly items: readonly JsonObject[]
  readonly scanned: number
  readonly next: JsonObject | undefined
  readonly units: number
}

const OPERATION = 'dynamodb:Scan'
/** A page holds 1 MB of items, which is some more when it is written. */
const LARGEST_PAGE = 16 * 1024 * 1024
/**
 * Reads every item of a table, its segments in parallel, and gives each page to `take`, which is waited for. Returns
 * how many items the scans have counted. @throws AwsError
 */
export async function scanTable(
  request: TableRequest,
  origin: string,
  sender: Sender,
  take: (items: readonly JsonObject[]) => Promise<void>,
): Promise<number> {
  const { segments, readUnitsPerSecond } = request
  const budget =
    readUnitsPerSecond === null
      ? undefined
      : new ReadBudget(readUnitsPerSecond, sender.now, (milliseconds) =>
          setTimeout(milliseconds, undefined, sender.signal === undefined ? {} : { signal: sender.signal }),
        )
  let scanned = 0
  const scanSegment = async (segment: number) => {
    const paging = new Paging(OPERATION, Infinity)
    for (let start: JsonObject | undefined; ;) {
      const page = await scanPage(request, segment, start, origin, sender)
      scanned += page.scanned
      await take(page.items)
      if (page.next === undefined) return
      // A page ends with its bytes, and nothing is left out of it: empty ones in a row no table has.
      paging.goOn(canonicalJson(page.next), page.items.length > 0)
      start = page.next
      await budget?.spend(page.units)
    }
  }
  await Promise.all(Array.from({ length: segments }, (_, segment) => scanSegment(segment)))
  return scanned
}

async function scanPage(
  { table, region, segments }: TableRequest,
  segment: number,
  start: JsonObject | undefined,
  origin: string,
  sender: Sender,
): Promise<Page> {
  const body = JSON.stringify({
    TableName: table,
    ConsistentRead: true,
    ReturnConsumedCapacity: 'TOTAL',
    ...(segments > 1 ? { Segment: segment, TotalSegments: segments } : {}),
    ...(start === undefined ? {} : { ExclusiveStartKey: start }),
  })
  const answer = await sendForJson(
    {
      operation: OPERATION,
      destination: { origin, region, service: 'dynamodb' },
      path: '/',
      query: '',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.Scan' },
      body,
    },
    sender,
    LARGEST_PAGE,
  )
  return pageOf(answer)
}

/** A page as it was answered. @throws AwsError when it is not one: that is not an empty table */
function pageOf(answer: JsonObject): Page {
  const { Items: items, Count: count, ScannedCount: scanned, LastEvaluatedKey: next } = answer
  const isPage = isList(items) && items.every(isObject) && typeof scanned === 'number'
  if (!isPage || !(next === undefined || next === null || isObject(next)))
    throw new AwsError(OPERATION, 200, 'NoAnswer', 'the answer is not a page of items')
  if (count !== items.length || scanned !== items.length) {
    const message = `the answer counts ${JSON.stringify(count)} items, of ${scanned} scanned, and holds ${items.length}`
    throw new AwsError(OPERATION, 200, 'NoAnswer', message)
  }
  const units = at('ConsumedCapacity.CapacityUnits', answer)
  return { items, scanned, next: next ?? undefined, units: typeof units === 'number' ? units : 0 }
}

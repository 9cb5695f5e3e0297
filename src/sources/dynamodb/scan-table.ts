import { setTimeout } from 'node:timers/promises'
import type { JsonObject } from '../../model/canonical-json.ts'
import { AwsError } from '../aws/aws-error.ts'
import { sendForJson, type Sender } from '../aws/request.ts'
import { ReadBudget } from './read-budget.ts'
import type { TableRequest } from './table-request.ts'

/** What one page of a scan holds. */
interface Page {
  readonly Items?: readonly JsonObject[]
  readonly ScannedCount?: number
  readonly LastEvaluatedKey?: JsonObject
  readonly ConsumedCapacity?: { readonly CapacityUnits?: number }
}

const OPERATION = 'dynamodb:Scan'

/**
 * Reads every item of a table, its segments side by side, and gives each page to `take`, which is waited for. Returns
 * how many items the scans have counted. @throws AwsError
 */
export async function scanTable(
  request: TableRequest,
  endpoint: string | undefined,
  sender: Sender,
  take: (items: readonly JsonObject[]) => Promise<void>,
): Promise<number> {
  const { segments, readUnitsPerSecond } = request
  const budget =
    readUnitsPerSecond === null
      ? undefined
      : new ReadBudget(readUnitsPerSecond, sender.now, (milliseconds) => setTimeout(milliseconds))
  let scanned = 0
  const scanSegment = async (segment: number) => {
    let start: JsonObject | undefined
    for (;;) {
      const page = await scanPage(request, segment, start, endpoint, sender)
      scanned += page.ScannedCount ?? 0
      await take(page.Items ?? [])
      const next = page.LastEvaluatedKey
      if (next === undefined) return
      if (JSON.stringify(next) === JSON.stringify(start)) {
        throw new AwsError(OPERATION, 200, 'PagingStuck', 'the same page was named twice as the next one')
      }
      start = next
      await budget?.spend(page.ConsumedCapacity?.CapacityUnits ?? 0)
    }
  }
  await Promise.all(Array.from({ length: segments }, (_, segment) => scanSegment(segment)))
  return scanned
}

async function scanPage(
  { table, region, segments }: TableRequest,
  segment: number,
  start: JsonObject | undefined,
  endpoint: string | undefined,
  sender: Sender,
): Promise<Page> {
  const body = JSON.stringify({
    TableName: table,
    ConsistentRead: true,
    ReturnConsumedCapacity: 'TOTAL',
    ...(segments > 1 ? { Segment: segment, TotalSegments: segments } : {}),
    ...(start === undefined ? {} : { ExclusiveStartKey: start }),
  })
  const page = await sendForJson(
    {
      operation: OPERATION,
      destination: { origin: originOf(region, endpoint), region, service: 'dynamodb' },
      path: '/',
      query: '',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.Scan' },
      body,
    },
    sender,
  )
  return page as Page
}

function originOf(region: string, endpoint: string | undefined): string {
  if (endpoint !== undefined) return new URL(endpoint).origin
  return `https://dynamodb.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`
}

import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../../src/model/canonical-json.ts'
import type { Resource } from '../../../../src/services/declaration/declaration.ts'
import { normaliser } from '../../../../src/sources/aws/normal-document.ts'
import { Reader } from '../../../../src/sources/aws/reader.ts'
import { DYNAMODB } from '../../../../src/services/dynamodb.ts'
import { captureSource, sessionAt, sourceOf } from '../capture-service.ts'
import { jsonService, Refusal } from '../json-service.ts'
import { nothingFrom } from '../nothing-from.ts'

const tables = DYNAMODB.resources[0] as Resource // its only one

const units = (ReadCapacityUnits: number) => ({ ReadCapacityUnits, WriteCapacityUnits: 5 })
const target = (ResourceId: string, kind: string) => ({
  ResourceId,
  ScalableDimension: `dynamodb:${kind}:ReadCapacityUnits`,
  MinCapacity: 1,
  MaxCapacity: 10,
})

/** What is not nothing, and holds nothing. */
const UNSET: Readonly<Record<string, object>> = {
  DescribeContinuousBackups: { ContinuousBackupsDescription: {} },
}

/** The document of the table `orders`, of which the account says this besides. */
async function documentOf(answers: Readonly<Record<string, object>>, table: JsonObject) {
  const reader = new Reader(DYNAMODB.api, async (api, operation) =>
    operation === 'DescribeTable'
      ? { Table: { TableName: 'orders', ...table } }
      : (answers[operation] ?? UNSET[operation] ?? (await nothingFrom(api))(operation)),
  )
  const read = await reader.read({ TableName: 'orders' }, tables.details)
  return read && normaliser(tables, () => ({ $secret: '' }))(read.item)
}

const index = (IndexName: string, read: number) => ({ IndexName, ProvisionedThroughput: units(read) })

test('the throughput that autoscaling sets is left out: of the table, and of each index for itself', async () => {
  const ScalableTargets = [target('table/orders', 'table'), target('table/orders/index/by-day', 'index')]
  const document = await documentOf(
    { DescribeScalableTargets: { ScalableTargets } },
    {
      ProvisionedThroughput: units(7),
      GlobalSecondaryIndexes: [index('by-day', 8), index('by-customer', 9)],
    },
  )
  expect(document?.['ProvisionedThroughput']).toEqual({ WriteCapacityUnits: 5 })
  expect(document?.['GlobalSecondaryIndexes']).toEqual([
    index('by-customer', 9),
    { IndexName: 'by-day', ProvisionedThroughput: { WriteCapacityUnits: 5 } },
  ])
})

test('what is set for another table, or for one whose name begins alike, is not of this one', async () => {
  const ScalableTargets = [target('table/orders-old', 'table'), target('table/stock', 'table')]
  const document = await documentOf(
    { DescribeScalableTargets: { ScalableTargets } },
    { ProvisionedThroughput: units(7) },
  )
  expect(document).toEqual({ TableName: 'orders', ProvisionedThroughput: units(7) })
})

test('the bounds that a schedule moves are left out, and the schedule stays', async () => {
  const { ResourceId, ScalableDimension } = target('table/orders', 'table')
  const action = {
    ResourceId,
    ScalableDimension,
    ScheduledActionName: 'day',
    ScalableTargetAction: { MinCapacity: 5 },
  }
  const document = await documentOf(
    {
      DescribeScalableTargets: { ScalableTargets: [target('table/orders', 'table')] },
      DescribeScheduledActions: { ScheduledActions: [action] },
    },
    {},
  )
  expect(document).toEqual({
    TableName: 'orders',
    scalableTargets: [{ ResourceId, ScalableDimension }],
    scheduledActions: [action],
  })
})

describe('the items of tables', () => {
  const account = (operation: string): JsonObject => {
    if (operation === 'ListTables') return { TableNames: ['orders'] }
    if (operation !== 'DescribeTable') return {}
    return {
      Table: {
        TableName: 'orders',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      },
    }
  }
  const captureWith = async (answer: (operation: string) => JsonObject, wanted = '') => {
    const url = await jsonService(answer)
    return captureSource(sourceOf(DYNAMODB, sessionAt(url)), (prefix) => prefix.startsWith(wanted))
  }

  test('are offered beside the schema', async () => {
    const { documents, contents } = await captureWith(account)
    expect([...documents.keys()]).toEqual(['databases/dynamodb-schemas/orders.json'])
    expect([...contents.keys()]).toEqual(['databases/table-exports/orders.jsonl'])
  })

  test('are offered when they alone are wanted', async () => {
    const { documents, contents } = await captureWith(account, 'databases/table-exports/')
    expect([...documents.keys()]).toEqual([])
    expect([...contents.keys()]).toEqual(['databases/table-exports/orders.jsonl'])
  })

  test('are unknown when the tables cannot be listed, or a table cannot be described', async () => {
    const refusing = (refused: string) =>
      captureWith((operation) => {
        if (operation === refused) throw new Refusal('AccessDeniedException')
        return account(operation)
      })
    const unlisted = await refusing('ListTables')
    expect(unlisted.unknown).toEqual(['databases/dynamodb-schemas/', 'databases/table-exports/'])
    const undescribed = await refusing('DescribeTable')
    expect(undescribed.contents.size).toBe(0)
    expect(undescribed.unknown).toEqual(['databases/table-exports/orders.jsonl'])
  })
})

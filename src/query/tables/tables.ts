import type { JsonObject } from '../../model/canonical-json.ts'
import { objectsAt } from '../../model/json-place.ts'
import { parseEntry } from '../../model/entry.ts'
import { findLine } from '../../store/tree.ts'
import { DOCUMENT_COLUMNS, documentsOf, documentValues, valueAt } from '../documents-of.ts'
import { integer, text, type QueryTable, type Value } from '../query-table.ts'

const FOLDER = 'databases/dynamodb-schemas/'

/** Tables of DynamoDB. */
export const tables: QueryTable = {
  name: 'tables',
  about: 'tables of DynamoDB',
  columns: [
    text('name', 'its name'),
    text('arn', 'its ARN'),
    text('billing', 'PROVISIONED or PAY_PER_REQUEST'),
    text('partition_key', 'name of the attribute'),
    text('sort_key', 'likewise, where it has one'),
    integer('items', 'how many were captured; NULL when they were left out'),
    ...DOCUMENT_COLUMNS,
  ],
  folders: ['databases/dynamodb-schemas/'],
  example: 'SELECT name, partition_key, items FROM tables',
  *rows(store, version) {
    for (const { path, name, document } of documentsOf(store, version, FOLDER)) {
      const line = findLine(store, version.commit.tree, `databases/table-exports/${name}.jsonl`)
      yield [
        valueAt('TableName', document),
        valueAt('TableArn', document),
        valueAt('BillingModeSummary.BillingMode', document) ?? 'PROVISIONED',
        keyOf(document, 'HASH'),
        keyOf(document, 'RANGE'),
        line === undefined ? null : valueAt('items', parseEntry(line).meta),
        ...documentValues(path, document),
      ]
    }
  },
}

function keyOf(document: JsonObject, type: string): Value {
  const key = objectsAt('KeySchema', document).find(({ KeyType }) => KeyType === type)
  return key === undefined ? null : valueAt('AttributeName', key)
}

import type { JsonObject } from '../../model/canonical-json.ts'
import { objectsAt } from '../../model/json-place.ts'
import { parseEntry } from '../../model/entry.ts'
import { loadLayout, type Layout } from '../../services/layout.ts'
import type { Store } from '../../store/store.ts'
import { findLine } from '../../store/tree.ts'
import type { Version } from '../../versions/version.ts'
import { DOCUMENT_COLUMNS, documentsOf, documentValues, valueAt } from '../documents-of.ts'
import { integer, text, type QueryTable, type Rows, type Value } from '../query-table.ts'
import { TABLE_SCHEMAS } from '../../services/folders.ts'

/** Tables of DynamoDB. */
export const tables: QueryTable = {
  name: 'tables',
  about: 'DynamoDB tables',
  columns: [
    text('name', 'its name'),
    text('arn', 'its ARN'),
    text('billing', 'PROVISIONED or PAY_PER_REQUEST'),
    text('partition_key', 'name of the attribute'),
    text('sort_key', 'likewise, if there is one'),
    integer('items', 'how many were captured; NULL when they were left out'),
    ...DOCUMENT_COLUMNS,
  ],
  folders: [TABLE_SCHEMAS],
  example: 'SELECT name, partition_key, items FROM tables',
  rows: async (store, version) => rowsOf(store, version, await loadLayout([TABLE_SCHEMAS])),
}

function* rowsOf(store: Store, version: Version, layout: Layout): Rows {
  for (const { path, document } of documentsOf(store, version, TABLE_SCHEMAS)) {
    const items = layout.contentOf(path)
    const line = items === undefined ? undefined : findLine(store, version.commit.tree, items)
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
}

function keyOf(document: JsonObject, type: string): Value {
  const key = objectsAt('KeySchema', document).find(({ KeyType }) => KeyType === type)
  return key === undefined ? null : valueAt('AttributeName', key)
}

import { loadLayoutBelow, type Layout } from '../../services/layout.ts'
import type { Store } from '../../store/store.ts'
import type { Version } from '../../versions/version.ts'
import { documentsOf, DOCUMENT_COLUMNS, documentValues, valueAt } from '../documents-of.ts'
import { text, type QueryTable, type Rows } from '../query-table.ts'

/** All configuration documents. */
export const resources: QueryTable = {
  name: 'resources',
  about: 'resources of every kind, one row per document',
  columns: [
    text('service', 'such as cloudfront, lambda, sqs'),
    text('kind', 'such as distributions, functions, queues'),
    text('name', 'its name in its path'),
    text('region', 'NULL for global resources'),
    ...DOCUMENT_COLUMNS,
  ],
  folders: [],
  example:
    "SELECT name, json ->> '$.Engine', json ->> '$.DBInstanceClass' FROM resources WHERE kind = 'instances' AND service = 'rds'",
  rows: async (store, version) => rowsOf(store, version, await loadLayoutBelow('')),
}

function* rowsOf(store: Store, version: Version, layout: Layout): Rows {
  for (const { path, document } of documentsOf(store, version, '')) {
    const { service, kind, name, region } = layout.placeOf(path, version.commit.regions)
    // The document of a bucket says where it is.
    yield [service, kind, name, region ?? valueAt('region', document), ...documentValues(path, document)]
  }
}

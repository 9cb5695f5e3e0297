import { parseEntry } from '../../model/entry.ts'
import { entries } from '../../store/tree.ts'
import { DOCUMENT_COLUMNS, documentsOf, documentValues, valueAt } from '../documents-of.ts'
import { integer, text, type QueryTable } from '../query-table.ts'
import { BUCKET_CONFIGS, OBJECTS } from '../../model/scope-folders.ts'

/** The buckets, with what is in them. */
export const buckets: QueryTable = {
  name: 'buckets',
  about: 'S3 buckets and their configuration',
  columns: [
    text('name', 'its name'),
    text('region', 'where it is'),
    integer('objects', 'how many objects it has'),
    integer('bytes', 'the sum of their sizes'),
    text('versioning', 'Enabled, Suspended or NULL'),
    ...DOCUMENT_COLUMNS,
  ],
  folders: [BUCKET_CONFIGS, OBJECTS],
  example: "SELECT name, json -> '$.policy' FROM buckets WHERE json ->> '$.website' IS NOT NULL",
  *rows(store, version) {
    const held = new Map<string, { objects: number; bytes: number }>()
    for (const line of entries(store, version.commit.tree, OBJECTS)) {
      const { path, type, size } = parseEntry(line)
      if (type !== 'object' && type !== 'stub') continue
      const bucket = path.slice(OBJECTS.length, path.indexOf('/', OBJECTS.length))
      let sum = held.get(bucket)
      if (sum === undefined) held.set(bucket, (sum = { objects: 0, bytes: 0 }))
      sum.objects++
      sum.bytes += size
    }
    for (const { path, name, document } of documentsOf(store, version, BUCKET_CONFIGS)) {
      const { objects, bytes } = held.get(name) ?? { objects: 0, bytes: 0 }
      const versioning = valueAt('versioning.Status', document)
      yield [name, valueAt('region', document), objects, bytes, versioning, ...documentValues(path, document)]
    }
  },
}

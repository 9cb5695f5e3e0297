import { parseEntry, parseOrigin } from '../../model/entry.ts'
import { entries } from '../../store/tree.ts'
import { LinesInOrder } from '../../versions/lines-in-order.ts'
import { valueAt } from '../documents-of.ts'
import { integer, text, type QueryTable } from '../query-table.ts'
import { OBJECTS } from '../../model/scope-folders.ts'

/** The objects of all buckets. */
export const objects: QueryTable = {
  name: 'objects',
  about: 'S3 objects',
  columns: [
    text('bucket', 'name of the bucket'),
    text('key', 'its key, as S3 has it'),
    integer('size', 'bytes'),
    text('sha256', 'of its content; NULL when that could not be read'),
    text('content_type', 'Content-Type'),
    text('cache_control', 'Cache-Control'),
    text('storage_class', 'its storage class'),
    text('etag', 'ETag when it was captured'),
    text('last_modified', 'when it was last written'),
    text('version_id', 'version id in a versioned bucket'),
    text('unread', 'why its content could not be read'),
    text('path', 'path in the version'),
    text('meta', 'metadata, tags and so on, as JSON'),
  ],
  folders: [OBJECTS],
  example: 'SELECT bucket, count(*), sum(size) FROM objects GROUP BY bucket ORDER BY 3 DESC',
  *rows(store, { commit }, uses) {
    // Most questions are not about these, and all of them together take as long as the rest.
    const origins = ['etag', 'last_modified', 'version_id'].some(uses)
      ? new LinesInOrder(entries(store, commit.origins, OBJECTS))
      : undefined
    const usesMeta = uses('meta')
    for (const line of entries(store, commit.tree, OBJECTS)) {
      const { path, type, sha256, size, meta } = parseEntry(line)
      if (type !== 'object' && type !== 'stub') continue
      const border = path.indexOf('/', OBJECTS.length)
      const origin = origins?.find(path)
      const known = origin === undefined ? {} : parseOrigin(origin)
      yield [
        path.slice(OBJECTS.length, border),
        path.slice(border + 1),
        size,
        sha256,
        valueAt('contentType', meta),
        valueAt('cacheControl', meta),
        valueAt('storageClass', meta) ?? 'STANDARD',
        valueAt('etag', known),
        valueAt('lastModified', known),
        valueAt('versionId', known),
        type === 'stub' ? valueAt('reason', meta) : null,
        path,
        usesMeta ? JSON.stringify(meta) : null,
      ]
    }
  },
}

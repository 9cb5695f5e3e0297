import { canonicalJson, type JsonObject } from '../../model/canonical-json.ts'
import type { Commit } from '../../model/commit.ts'
import { parseEntry, parseOrigin } from '../../model/entry.ts'
import { entries, type NodeReader } from '../../store/tree.ts'
import type { Item } from '../../versions/inventory.ts'
import { LinesInOrder } from '../../versions/lines-in-order.ts'
import { BUCKET_CONFIGS, OBJECTS } from '../../model/scope-folders.ts'
import type { Bucket } from './buckets.ts'
import type { View } from './view.ts'

/** `s3-configs/<bucket>.objects.jsonl`: a line of JSON for each object, in key order, with all that is known of it. */
export function objectsView(
  store: NodeReader,
  commit: Pick<Commit, 'tree' | 'origins'>,
  items: readonly Item[],
  bucket: Bucket,
): View {
  const folder = `${OBJECTS}${bucket.name}/`
  return {
    path: `${BUCKET_CONFIGS}${bucket.name}.objects.jsonl`,
    // Who names an object wants that, and not a list of the others.
    belongs: (wanted) =>
      (bucket.config !== undefined && wanted(bucket.config)) || wanted(`${OBJECTS}${bucket.name}`),
    *text(fileAt) {
      const origins = new LinesInOrder(entries(store, commit.origins, folder))
      let index = bucket.start
      for (const line of entries(store, commit.tree, folder)) {
        const { path, type, sha256, size, meta } = parseEntry(line)
        const origin = origins.find(path)
        const file = fileAt(index++)
        const key = path.slice(folder.length)
        if (type === 'unknown') {
          yield canonicalJson({ prefix: key, unknown: meta['code'] ?? meta['reason'] ?? true }) + '\n'
          continue
        }
        const known: JsonObject = {
          ...(origin === undefined ? {} : parseOrigin(origin)),
          ...meta,
          key,
          size,
          type,
        }
        if (type === 'stub') {
          const { reason, ...stub } = known
          yield canonicalJson({ ...stub, stub: reason ?? true }) + '\n'
        } else yield canonicalJson({ ...known, file, sha256 }) + '\n'
      }
    },
  }
}

import { parseOrigin } from '../../model/entry.ts'
import type { Matcher } from '../../runtime/glob.ts'
import type { Store } from '../../store/store.ts'
import { TreeReader } from '../../store/tree.ts'
import type { Version } from '../../versions/version.ts'

/** Says of which paths two versions have the same ETag, whatever they could read of the content. */
export function equalTags(store: Store, a: Version, b: Version): Matcher {
  const readers = [a, b].map(({ commit }) => new TreeReader(store, commit.origins))
  return (path) => {
    const [one, other] = readers.map((reader) => {
      const line = reader.find(path)
      return line === undefined ? undefined : parseOrigin(line)['etag']
    })
    return typeof one === 'string' && one !== '' && one === other
  }
}

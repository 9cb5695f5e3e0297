import { parseEntry } from '../../model/entry.ts'
import { entries as entriesOf } from '../../store/tree.ts'
import { integer, text, type QueryTable } from '../query-table.ts'

/** All that a version holds. */
export const entries: QueryTable = {
  name: 'entries',
  about: 'all paths of a version',
  columns: [
    text('path', 'the path'),
    text('type', 'object, file, symlink, directory, config, stub or unknown'),
    integer('size', 'bytes'),
    text('sha256', 'SHA-256 of the content; NULL without content'),
    text('meta', 'metadata, as JSON'),
  ],
  folders: [],
  example:
    'SELECT sha256, count(*) AS copies, size FROM entries WHERE size > 0 GROUP BY sha256 HAVING copies > 1 ORDER BY copies * size DESC LIMIT 10',
  *rows(store, { commit }) {
    for (const line of entriesOf(store, commit.tree)) {
      const { path, type, size, sha256, meta } = parseEntry(line)
      yield [path, type, size, sha256, JSON.stringify(meta)]
    }
  },
}

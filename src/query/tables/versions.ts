import { integer, text, type QueryTable } from '../query-table.ts'

/** The versions of the store. */
export const versions: QueryTable = {
  name: 'versions',
  about: 'all versions, whatever version the query is about',
  columns: [
    text('id', 'its id'),
    text('name', 'its name, where it has one'),
    text('parent', 'id of the one before'),
    text('time', 'when it was made, in UTC'),
    text('message', 'its message'),
    integer('complete', '1, or 0 when something could not be read'),
    integer('entries', 'how many paths it has'),
    integer('bytes', 'the sum of their sizes'),
    integer('added', 'paths that the one before did not have'),
    integer('modified', 'paths that changed'),
    integer('removed', 'paths that were removed'),
    text('account', 'number of the AWS account'),
    text('tree', 'equal for two versions with the same content'),
  ],
  folders: [],
  example: 'SELECT version, time, added + modified + removed AS changes FROM versions ORDER BY time',
  isOfAllVersions: true,
  *rows(_, { id, name, commit }) {
    const { parent, time, message, complete, counts, bytes, account, tree } = commit
    const { entries, added, modified, removed } = counts
    const changes = [entries, bytes, added, modified, removed]
    yield [id, name, parent, time, message, complete ? 1 : 0, ...changes, account, tree]
  },
}

/** What could not be read. */
export const problems: QueryTable = {
  name: 'problems',
  about: 'what could not be read',
  columns: [
    text('path', 'the path, or the prefix of paths, that it affects'),
    text('operation', 'such as s3:ListObjectsV2'),
    text('code', 'such as AccessDenied'),
    text('message', 'the message of the service'),
  ],
  folders: [],
  example: 'SELECT code, operation, count(*) FROM problems GROUP BY 1, 2',
  *rows(_, { commit }) {
    for (const { path, operation, code, message } of commit.problems) yield [path, operation, code, message]
  },
}

import { regionInPath } from '../../model/region-suffix.ts'
import { documentsOf, DOCUMENT_COLUMNS, documentValues } from '../documents-of.ts'
import { text, type QueryTable } from '../query-table.ts'

/** Services that are the same in all regions. */
const GLOBAL = new Set(['cloudfront', 'iam', 'route53'])
/** Folders that hold several services. */
const SHARED = new Set(['databases', 'integrations'])

/** All configuration documents. */
export const resources: QueryTable = {
  name: 'resources',
  about: 'configuration of every kind: a row for each document',
  columns: [
    text('service', 'as cloudfront, lambda, sqs'),
    text('kind', 'as distributions, functions, queues'),
    text('name', 'its name in its path'),
    text('region', 'NULL for what is the same in all regions'),
    ...DOCUMENT_COLUMNS,
  ],
  folders: [],
  example:
    "SELECT name, json ->> '$.Engine', json ->> '$.DBInstanceClass' FROM resources WHERE kind = 'instances' AND service = 'rds'",
  *rows(store, version) {
    const { regions } = version.commit
    const [primary = null] = regions
    for (const { path, name, document } of documentsOf(store, version, '')) {
      const { service, kind, rest } = placeOf(name)
      const isGlobal = GLOBAL.has(service)
      const elsewhere = isGlobal ? undefined : regionInPath(rest, regions)
      const where = isGlobal ? null : typeof document['region'] === 'string' ? document['region'] : primary
      yield [
        service,
        // The only one of its kind is called like that.
        kind === rest ? (elsewhere?.name ?? kind) : kind,
        elsewhere?.name ?? rest,
        elsewhere?.region ?? where,
        ...documentValues(path, document),
      ]
    }
  },
}

function placeOf(name: string): { service: string; kind: string; rest: string } {
  const steps = name.split('/')
  const [folder = '', second = '', third = ''] = steps
  if (folder === 's3-configs') return { service: 's3', kind: 'buckets', rest: steps.slice(1).join('/') }
  if (second.startsWith('dynamodb-'))
    return { service: 'dynamodb', kind: second.slice('dynamodb-'.length), rest: steps.slice(2).join('/') }
  const depth = SHARED.has(folder) && steps.length > 3 ? 2 : 1
  const kind = depth === 2 ? third : second
  const rest = steps
    .slice(depth + 1)
    .join('/')
    .replace(/\/config$/, '')
  return {
    service: depth === 2 || SHARED.has(folder) ? second : folder,
    kind,
    rest: rest === '' ? kind : rest,
  }
}

import type { QueryTable } from './query-table.ts'
import { buckets } from './tables/buckets.ts'
import { changes, details } from './tables/changes.ts'
import { behaviors, distributions, origins } from './tables/distributions.ts'
import { entries } from './tables/entries.ts'
import { functions } from './tables/functions.ts'
import { objects } from './tables/objects.ts'
import { resources } from './tables/resources.ts'
import { tables } from './tables/tables.ts'
import { problems, versions } from './tables/versions.ts'
import { records, zones } from './tables/zones.ts'

/** All tables that questions can be asked of. */
export const QUERY_TABLES: readonly QueryTable[] = [
  objects,
  buckets,
  distributions,
  origins,
  behaviors,
  functions,
  zones,
  records,
  tables,
  resources,
  entries,
  versions,
  changes,
  details,
  problems,
]

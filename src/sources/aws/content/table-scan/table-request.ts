import type { ServiceContext } from '../../service-context.ts'
import type { OpenRequest } from '../../../source.ts'

/** A key attribute: its name, and its type as DynamoDB writes it. */
export type KeyAttribute = { readonly name: string; readonly type: 'S' | 'N' | 'B' }

/** Names the contents of a table to a worker. */
export type TableRequest = OpenRequest & {
  readonly opener: 'dynamodb'
  readonly region: string
  readonly table: string
  /** The partition key, then the sort key if there is one. */
  readonly keys: readonly KeyAttribute[]
  /** How many parts of the table are scanned in parallel. */
  readonly segments: number
  /** What the scan may consume in each second; null is as much as it gets. */
  readonly readUnitsPerSecond: number | null
}

/** The service that the table belongs to. */
export type TableContext = ServiceContext

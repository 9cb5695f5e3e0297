import type { JsonObject } from '../../model/canonical-json.ts'
import type { MarkAt } from '../mark.ts'
import type { Sink } from '../source.ts'
import type { Api } from '../../services/declaration/api.ts'
import type { AwsError } from './aws-error.ts'

/** Which tables' contents are wanted, and how fast they may be read. */
export interface TableData {
  /** Why those of a table are not; undefined when they are. */
  leftOut(table: string): string | undefined
  readonly readUnitsPerSecond: number | undefined
}

/** One item that a service has, to read more of it than its document: code, items. */
export interface ContentContext {
  /** What was listed and read of it, before anything was dropped or made secret. */
  readonly item: JsonObject
  /** Its name in paths, with the region where that belongs to it. */
  readonly name: string
  readonly region: string
  /** The declared path of its contents with its name, a folder if it ends in `/`; empty where none is declared. */
  readonly contentPath: string
  readonly sink: Sink
  readonly signal: AbortSignal
  readonly markAt: MarkAt
  readonly tableData: TableData
  /** The answer as the SDK gives it. @throws AwsError, JsnapError Credentials */
  readonly ask: (operation: string, input: JsonObject, api?: Api) => Promise<object>
  /** Reports that a path, or a prefix ending in `/`, could not be read. */
  readonly unknown: (path: string, error: AwsError) => void
}

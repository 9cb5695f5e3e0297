import type { JsonObject } from '../../model/canonical-json.ts'
import type { Mark } from '../mark.ts'
import type { Sink } from '../source.ts'
import type { Api } from './declaration.ts'
import type { AwsError } from './aws-error.ts'

/** One thing that a service has, to read more of it than its document: code, items. */
export interface Found {
  /** What was listed and read of it, before anything was dropped or made secret. */
  readonly item: JsonObject
  /** Its name in paths, with the region where that belongs to it. */
  readonly name: string
  readonly region: string
  readonly sink: Sink
  readonly signal: AbortSignal
  readonly mark: Mark
  /** The answer as the SDK gives it. @throws AwsError, JsnapError Credentials */
  readonly ask: (operation: string, input: JsonObject, api?: Api) => Promise<object>
  /** Tells that a path, or a prefix ending in `/`, could not be read. */
  readonly unknown: (path: string, error: AwsError) => void
}

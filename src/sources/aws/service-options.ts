import type { MarkAt } from '../mark.ts'
import type { ContentContext, TableData } from './content-context.ts'
import type { IamReferences } from './iam-references.ts'
import type { AwsSession } from './session.ts'

/** What the source of a service is made with. */
export interface ServiceOptions {
  readonly session: AwsSession
  readonly markAt: MarkAt
  /** What the documents of all services name. */
  readonly references: IamReferences
  readonly tableData: TableData
  /** Says of a service whether the configuration names items of it. */
  readonly isNamed?: (service: string) => boolean
  /** Says of an item, by its name, whether it is captured; all are when not given. */
  readonly isTaken?: (name: string) => boolean
  /**
   * Captures an item, in the order of the list: `read` reads it and offers its document, and resolves to what it takes to
   * read more of it, or to undefined when it is gone. Not given where its declaration says all there is to it.
   */
  readonly captureItem?: CaptureItem
}

/** Captures one item by its name; see `ServiceOptions`. */
export type CaptureItem = (name: string, read: () => Promise<ContentContext | undefined>) => Promise<unknown>

import type { Account, Resource } from '../../services/declaration/declaration.ts'
import type { Sink } from '../source.ts'

/** A region that a service is asked in. */
export interface RegionScope {
  readonly region: string
  /** What follows the names of items that are there. */
  readonly suffix: string
  readonly resources: readonly Resource[]
  /** All that are asked. */
  readonly regions: readonly string[]
}

/** What the captures of one service in all regions share. */
export interface CaptureScope {
  readonly sink: Sink
  readonly signal: AbortSignal
  /** Resolves when the other sources have offered everything; to true if nothing of them was left out. */
  readonly others: Promise<boolean>
  /** Undefined where it is unknown. */
  readonly account: Account | undefined
  /** The places that are already reported as unknown. */
  readonly reportedUnknown: Set<string>
  /** Members of answers that the SDK does not know, as `lambda:GetFunction Configuration.NewMember`. */
  readonly unmodelled: Set<string>
}

/** Names the region in a message; empty for the primary one. */
export function whereIn({ suffix, region }: RegionScope): string {
  return suffix === '' ? '' : ` (${region})`
}

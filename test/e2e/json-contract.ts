/** The shapes of `--json`, as scripts rely on them. */
export interface CommitDocument {
  readonly schemaVersion: 1
  readonly version: string
  readonly id: string
  readonly tree: string
  readonly parent: string | null
  readonly complete: boolean
  readonly counts: {
    readonly entries: number
    readonly added: number
    readonly modified: number
    readonly removed: number
    readonly unchanged: number
    readonly notCompared?: number
    readonly unknown?: number
  }
  readonly bytes: { readonly read: number; readonly stored: number }
  readonly requests: Readonly<Record<string, number>>
  readonly problems: readonly {
    readonly path: string
    readonly operation: string
    readonly code: string
    readonly message: string
  }[]
  readonly notCovered: readonly unknown[]
  readonly during?: readonly { readonly path: string; readonly change: string }[]
  readonly durationMs: number
}

export interface DiffDocument {
  readonly schemaVersion: 1
  readonly from: unknown
  readonly to: unknown
  readonly changes: readonly {
    readonly type: 'added' | 'removed' | 'modified' | 'renamed' | 'metadata' | 'unknown'
    readonly path: string
    readonly from?: string
    /** Neither version could read it. */
    readonly inBoth?: true
    readonly before?: { readonly sha256: string; readonly size: number }
    readonly after?: { readonly sha256: string; readonly size: number }
    readonly document?: true
    readonly details?: readonly {
      readonly op: 'add' | 'remove' | 'replace'
      readonly path: string
      readonly place?: string
      readonly of?: 'meta'
    }[]
  }[]
  readonly summary: Readonly<Record<string, unknown>>
}

export interface ErrorDocument {
  readonly error: { readonly code: string; readonly message: string; readonly hint?: string | null }
}

/** A line of `ls --json`. */
export interface ListedEntry {
  readonly path: string
  readonly sha256: string | null
  readonly size: number
  readonly type: string
  readonly meta: Readonly<Record<string, unknown>>
}

/** A line of `s3-configs/<bucket>.objects.jsonl`. */
export interface ListedObject {
  readonly key: string
  readonly file?: string
  readonly sha256?: string
  readonly size: number
  readonly stub?: string
}

/** The values of a text of one JSON document a line. */
export function jsonLines(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown)
}

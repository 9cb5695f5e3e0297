/** How far one source is; read by whoever shows it, as often as they like. */
export interface SourceProgress {
  readonly name: string
  /** What the source is doing now. */
  status: string
  /** Entries found so far, and how many of them are dealt with. */
  found: number
  done: number
  /** Bytes that are to be read as far as is known, and how many have been. */
  bytesToRead: number
  bytesRead: number
  requests: number
  /** It goes on when the others have offered all that they have. */
  waits: boolean
  /** Nothing more will be found. */
  listed: boolean
  finished: boolean
}

/** A source that has not begun. */
export function newProgress(name: string): SourceProgress {
  return {
    name,
    status: '',
    found: 0,
    done: 0,
    bytesToRead: 0,
    bytesRead: 0,
    requests: 0,
    waits: false,
    listed: false,
    finished: false,
  }
}

import type { SourceProgress } from '../index.ts'
import type { ProgressLine } from '../terminal/progress.ts'

/** What is shown of a source while it is captured. */
export function sourceProgressLine(source: SourceProgress): ProgressLine {
  return {
    name: source.name,
    status: source.status,
    done: source.done,
    total: source.listed ? source.found : undefined,
    bytesDone: source.bytesRead,
    bytesTotal: source.listed ? source.bytesToRead : undefined,
    requests: source.requests,
    waits: source.waits,
    finished: source.finished,
  }
}

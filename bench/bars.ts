import type { Row } from './results.ts'
import type { ToolName } from './tool.ts'

/** A limit for jsnap in one step of a case. */
export interface Bar {
  readonly step: string
  readonly of: 'seconds' | 'storeBytes' | 'peakBytes'
  readonly limit: number
  /** The tool whose own number the limit multiplies; without it the limit is absolute. */
  readonly times?: ToolName
}

/** Says in one line whether a bar is reached; null where what it compares was not measured. */
export function judge(bar: Bar, rows: readonly Row[]): { line: string; reached: boolean } | null {
  const of = (tool: ToolName) => rows.find((row) => row.step === bar.step && row.tool === tool)?.[bar.of]
  const mine = of('jsnap')
  const unit = bar.times === undefined ? 1 : of(bar.times)
  if (mine === undefined || unit === undefined) return null
  const value = mine / unit
  const reached = value <= bar.limit
  const show = (number: number) =>
    bar.times !== undefined || bar.of === 'seconds' ? number.toFixed(2) : `${Math.round(number / 1e6)} MB`
  const measured = { seconds: 'time', storeBytes: 'store', peakBytes: 'peak memory' }[bar.of]
  const suffix = bar.times === undefined ? (bar.of === 'seconds' ? ' s' : '') : ` × ${bar.times}`
  return {
    line: `${reached ? 'reached' : 'MISSED '}  ${bar.step}: ${measured} ${show(value)}${suffix} (at most ${show(bar.limit)})`,
    reached,
  }
}

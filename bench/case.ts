import type { Bar } from './bars.ts'
import type { Results } from './results.ts'

/** One thing that is measured, named as `--only` takes it. */
export interface Case {
  readonly name: string
  readonly title: string
  readonly bars: readonly Bar[]
  /** Makes its inputs and measures every tool `runs` times, alternating between the tools. */
  run(results: Results, runs: number): Promise<void>
}

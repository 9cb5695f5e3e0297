import type { Cost } from './measure.ts'
import type { ToolName } from './tool.ts'

/** What one tool's step cost, as the median of all runs. */
export interface Row {
  readonly step: string
  readonly tool: ToolName
  readonly seconds: number
  readonly cpuSeconds: number | undefined
  readonly peakBytes: number | undefined
  readonly storeBytes: number | undefined
}

/** Collects the costs of steps over runs. */
export class Results {
  readonly #costs = new Map<
    string,
    { step: string; tool: ToolName; costs: Cost[]; storeBytes: number | undefined }
  >()

  add(step: string, tool: ToolName, cost: Cost, storeBytes?: number): void {
    const key = `${step} ${tool}`
    const known = this.#costs.get(key)
    this.#costs.set(key, { step, tool, costs: [...(known?.costs ?? []), cost], storeBytes })
  }

  /** One row for each step and tool, step by step, in the order in which they first came. */
  rows(): Row[] {
    const steps = [...new Set([...this.#costs.values()].map(({ step }) => step))]
    const ordered = steps.flatMap((step) => [...this.#costs.values()].filter((one) => one.step === step))
    return ordered.map(({ step, tool, costs, storeBytes }) => ({
      step,
      tool,
      seconds: median(costs.map(({ seconds }) => seconds)) ?? NaN,
      cpuSeconds: median(costs.map(({ cpuSeconds }) => cpuSeconds)),
      peakBytes: median(costs.map(({ peakBytes }) => peakBytes)),
      storeBytes,
    }))
  }
}

function median(numbers: readonly (number | undefined)[]): number | undefined {
  const sorted = numbers.filter((number) => number !== undefined).sort((a, b) => a - b)
  return sorted[sorted.length >> 1]
}

import type { Matcher } from '../runtime/glob.ts'

/** Matches texts that begin with one of these or with which one of these begins. */
export function overlapping(beginnings: readonly string[]): Matcher {
  const sorted = [...new Set(beginnings)].sort()
  const outermost: string[] = []
  for (const one of sorted) {
    const last = outermost.at(-1)
    if (last === undefined || !one.startsWith(last)) outermost.push(one)
  }
  return (text) => {
    let [low, high] = [0, outermost.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((outermost[middle] ?? '') <= text) low = middle + 1
      else high = middle
    }
    // None of them begins with another: only the nearest ones can.
    const [before, after] = [outermost[low - 1], outermost[low]]
    return (before !== undefined && text.startsWith(before)) || after?.startsWith(text) === true
  }
}

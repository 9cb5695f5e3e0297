/**
 * Which numbers of a list make the longest increasing row: those that stay when as few as can be are moved. Of rows that
 * are equally long, one with as many as can be of those that are `preferred`. No number comes twice.
 */
export function longestIncreasing(
  numbers: readonly number[],
  preferred: (index: number) => boolean = () => false,
): ReadonlySet<number> {
  const ranks = new Map(numbers.toSorted((a, b) => a - b).map((number, rank) => [number, rank + 1]))
  // Of the rows that end with a number up to some rank, the heaviest one, by its last index (a Fenwick tree).
  const best = new Int32Array(numbers.length + 1).fill(-1)
  const weights = new Float64Array(numbers.length)
  const before = new Int32Array(numbers.length).fill(-1)
  const weightAt = (index: number) => weights[index] ?? 0
  // Of two that are equal, the one that ends with less leaves more room.
  const isBetter = (index: number, than: number) => {
    const more = weightAt(index) - weightAt(than)
    return more > 0 || (more === 0 && than !== -1 && (numbers[index] ?? 0) < (numbers[than] ?? 0))
  }
  let heaviest = -1
  numbers.forEach((number, index) => {
    const rank = ranks.get(number) ?? 0
    let last = -1
    for (let at = rank - 1; at > 0; at &= at - 1) {
      const candidate = best[at] ?? -1
      if (isBetter(candidate, last)) last = candidate
    }
    before[index] = last
    // One more number outweighs all preferences.
    weights[index] = weightAt(last) + numbers.length + 1 + (preferred(index) ? 1 : 0)
    for (let at = rank; at <= numbers.length; at += at & -at)
      if (isBetter(index, best[at] ?? -1)) best[at] = index
    if (isBetter(index, heaviest)) heaviest = index
  })
  const row = new Set<number>()
  for (let index = heaviest; index !== -1; index = before[index] ?? -1) row.add(numbers[index] ?? 0)
  return row
}

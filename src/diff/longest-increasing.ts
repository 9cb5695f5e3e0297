/** Which numbers of a list make the longest increasing row: those that stay when as few as can be are moved. */
export function longestIncreasing(numbers: readonly number[]): ReadonlySet<number> {
  // For each length, the least number that a row of this length ends with; and before each number, the one of its row.
  const ends: number[] = []
  const before = new Map<number, number>()
  for (const number of numbers) {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((ends[middle] ?? Infinity) < number) low = middle + 1
      else high = middle
    }
    const previous = ends[low - 1]
    if (previous !== undefined) before.set(number, previous)
    ends[low] = number
  }
  const row = new Set<number>()
  for (let number = ends.at(-1); number !== undefined; number = before.get(number)) row.add(number)
  return row
}

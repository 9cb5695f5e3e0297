/** A number for people, as `12,345`. */
export function formatCount(count: number): string {
  // toLocaleString would load the data of all locales first: 20 ms.
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** A number with its noun, as `1 object` or `12,345 objects`. */
export function formatCountOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`
}

/** A line of CSV (RFC 4180), without its end. */
export function csvLine(values: readonly (string | number | bigint | null)[]): string {
  return values
    .map((value) => {
      const text = value === null ? '' : String(value)
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
    })
    .join(',')
}

/** What SQLite hands to a function. */
type Plain = string | number | bigint | Buffer | null

let last: RegExp | undefined

/** SQL's `text REGEXP pattern`: whether a regular expression of JavaScript matches somewhere; NULL of NULL. */
export function regexp(pattern: Plain, text: Plain): number | null {
  if (pattern === null || text === null) return null
  const source = String(pattern)
  if (last?.source !== source) last = new RegExp(source, 'u')
  return last.test(String(text)) ? 1 : 0
}

import { printable } from './printable.ts'

/** What a spreadsheet takes for the beginning of a formula (owasp.org/www-community/attacks/CSV_Injection). */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/
const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/**
 * A line of CSV (RFC 4180), without its end. A text that a spreadsheet would run has an apostrophe before it, but for
 * numbers; and control characters that do not end a line are written out.
 */
export function csvLine(values: readonly (string | number | bigint | null)[]): string {
  return values
    .map((value) => {
      if (typeof value !== 'string') return value === null ? '' : String(value)
      const harmless = FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value
      const text = harmless
        .split(/(\r?\n)/)
        .map((part, i) => (i % 2 === 0 ? printable(part) : part))
        .join('')
      return /[",\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
    })
    .join(',')
}

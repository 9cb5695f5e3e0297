import { printableLines } from './printable.ts'

/**
 * JSON as it is printed. It is the same value; but what would move the cursor of a terminal or hide something (C1
 * controls, marks of direction, line separators) is in it escaped.
 */
export function jsonText(value: unknown, indent?: number): string {
  return printableLines(JSON.stringify(value, null, indent))
}

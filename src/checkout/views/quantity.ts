import { formatCount } from '../../runtime/format-count.ts'

const UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB']

/** Bytes for people and exactly: `1.2 MiB (1,234,567)`. */
export function bytes(number: number): string {
  let size = number
  let unit = ''
  for (const next of UNITS) {
    if (size < 1024) break
    size /= 1024
    unit = next
  }
  return unit === '' ? `${number} B` : `${size.toFixed(1)} ${unit} (${formatCount(number)})`
}

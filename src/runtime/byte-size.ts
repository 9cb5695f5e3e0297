const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  tib: 1024 ** 4,
}

/** Text that stands for a number of bytes, as `100MB` or `1.5 GiB`. */
export const BYTE_SIZE = /^(\d+(?:\.\d+)?)\s*([kmgt]i?b|b)$/i

/** The bytes that a number, or text that matches BYTE_SIZE, means. */
export function bytesOf(value: number | string): number {
  if (typeof value === 'number') return value
  const [, number = '0', unit = 'b'] = BYTE_SIZE.exec(value) ?? []
  return Math.round(Number(number) * (UNITS[unit.toLowerCase()] ?? 1))
}

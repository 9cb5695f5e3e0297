/** An escape, the border of a string, or a number that is long enough to be looked at. */
const TOKEN = /\\.|"|-?(?=[\d.]{16}|\d[\d.]*[eE])\d[\d.eE+-]*/gs

/**
 * Says whether JavaScript holds all numbers of a JSON text as they are written there. 9007199254740993 it does not: two
 * documents could be told as equal that are not.
 */
export function holdsExactNumbers(json: string): boolean {
  let isInString = false
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === '"') isInString = !isInString
    else if (!isInString && !isExact(token)) return false
  }
  return true
}

function isExact(number: string): boolean {
  const held = Number(number)
  return Number.isFinite(held) && decimal(number) === decimal(String(held))
}

/** The digits of a number and where its point is, however it is written: `1.50`, `15e-1` and `0.15e1` are `15e-1`. */
function decimal(number: string): string {
  const [mantissa = '', exponent = '0'] = number.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const digits = `${whole}${fraction}`.replace(/^(-?)0+/, '$1')
  let end = digits.length
  while (digits[end - 1] === '0') end--
  const significant = digits.slice(0, end)
  if (significant === '' || significant === '-') return '0'
  return `${significant}e${Number(exponent) - fraction.length + digits.length - end}`
}

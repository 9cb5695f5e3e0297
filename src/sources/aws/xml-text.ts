const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** Text of an XML element as it is meant: references to characters are put in. */
export function unescapeXml(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16))
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
      return NAMED[name ?? ''] ?? whole
    },
  )
}

/** The text of the first element of this name that holds only text, still escaped; undefined when there is none. */
export function elementText(xml: string, name: string): string | undefined {
  const open = `<${name}>`
  const start = xml.indexOf(open)
  if (start === -1) return undefined
  const end = xml.indexOf('<', start + open.length)
  return end === -1 ? undefined : xml.slice(start + open.length, end)
}

/** What is inside each element of this name. @throws Error when one is cut off */
export function elements(xml: string, name: string): string[] {
  const open = `<${name}>`
  const close = `</${name}>`
  const found: string[] = []
  for (let start = xml.indexOf(open); start !== -1; start = xml.indexOf(open, start)) {
    const end = xml.indexOf(close, start)
    if (end === -1) throw new Error(`the answer is cut off inside ${name}`)
    found.push(xml.slice(start + open.length, end))
    start = end
  }
  return found
}

/** What is inside the outermost element. @throws Error when it is another one */
export function insideRoot(xml: string, name: string): string {
  const text = xml.trim().replace(/^<\?[^>]*>\s*/, '')
  const close = `</${name}>`
  const open = new RegExp(`^<${name}(?:\\s[^<>]*)?>`).exec(text)
  if (open === null || !text.endsWith(close)) throw new Error(`the answer is not <${name}>`)
  return text.slice(open[0].length, -close.length)
}

/** What is inside each item of a list that must be there. @throws Error when it is not, or holds anything else */
export function itemsOf(xml: string, list: string, item: string): string[] {
  const open = new RegExp(`<${list}(?:\\s[^<>]*)?/?>`).exec(xml)
  if (open === null) throw new Error(`the answer has no <${list}>`)
  if (open[0].endsWith('/>')) return []
  const start = open.index + open[0].length
  const end = xml.indexOf(`</${list}>`, start)
  if (end === -1) throw new Error(`the answer is cut off inside ${list}`)
  const inside = xml.slice(start, end)
  const items = elements(inside, item)
  if (inside.replace(new RegExp(`<${item}>[^]*?</${item}>`, 'g'), '').trim() !== '')
    throw new Error(`<${list}> of the answer holds more than <${item}>`)
  return items
}

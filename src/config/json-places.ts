/** Texts, signs, and what stands between them. */
const TOKEN = /"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g

/** Where in a text of JSON the members of objects, by their names, and the items of lists begin; the keys are paths as JSON. */
export function placesIn(text: string): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  /** The member or the item that is read of each object and list that is open. */
  const path: (string | number)[] = []
  const tokens = [...text.matchAll(TOKEN)]
  for (const [i, { 0: token, index }] of tokens.entries()) {
    if (token === '}' || token === ']') {
      path.pop()
      continue
    }
    const step = path.at(-1)
    if (token === ',') {
      if (typeof step === 'number') path.splice(-1, 1, step + 1)
    } else if (typeof step === 'string' && tokens[i + 1]?.[0] === ':') {
      path.splice(-1, 1, JSON.parse(token) as string)
      places.set(JSON.stringify(path), index)
    } else if (typeof step === 'number') places.set(JSON.stringify(path), index)
    if (token === '{') path.push('')
    if (token === '[') path.push(0)
  }
  return places
}

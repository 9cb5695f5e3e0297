/** Texts, and the signs that say what they are; of numbers and words nothing hangs. */
const TOKEN = /"(?:\\.|[^"\\])*"|[{}[\],:]/g

/**
 * What in a text of JSON its value does not show, or no program takes, in words and with its line: a member that stands
 * twice in one object, one that is called `__proto__`, a NUL character. Undefined when there is none.
 */
export function oddMember(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = []
  const tokens = [...text.matchAll(TOKEN)]
  for (const [i, { 0: token, index }] of tokens.entries()) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(undefined)
    else if (token === '}' || token === ']') open.pop()
    if (!token.startsWith('"')) continue
    const said = JSON.parse(token) as string
    const line = () => `line ${text.slice(0, index).split('\n').length}`
    if (said.includes('\0')) return `${line()}: ${token} contains a NUL character`
    if (tokens[i + 1]?.[0] !== ':') continue
    if (said === '__proto__') return `${line()}: a member cannot be called ${token}`
    const members = open.at(-1)
    if (members?.has(said) === true) return `${line()}: duplicate member ${token}`
    members?.add(said)
  }
  return undefined
}

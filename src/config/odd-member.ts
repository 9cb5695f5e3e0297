/** Texts, and the signs that say what they are; of numbers and words nothing hangs. */
const TOKEN = /"(?:\\.|[^"\\])*"|[{}[\],:]/g

/** Something odd in a text of JSON, and where it begins. */
export interface OddMember {
  readonly at: number
  readonly text: string
}

/**
 * What in a text of JSON its value does not show, or no program takes: members that stand twice in one object or are
 * called `__proto__`, NUL characters.
 */
export function* oddMembers(text: string): Generator<OddMember, void, undefined> {
  const open: (Set<string> | undefined)[] = []
  const tokens = [...text.matchAll(TOKEN)]
  for (const [i, { 0: token, index: at }] of tokens.entries()) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(undefined)
    else if (token === '}' || token === ']') open.pop()
    if (!token.startsWith('"')) continue
    const said = JSON.parse(token) as string
    if (said.includes('\0')) yield { at, text: `${token} contains a NUL character` }
    if (tokens[i + 1]?.[0] !== ':') continue
    const members = open.at(-1)
    if (said === '__proto__') yield { at, text: `a member cannot be called ${token}` }
    else if (members?.has(said) === true) yield { at, text: `duplicate member ${token}` }
    members?.add(said)
  }
}

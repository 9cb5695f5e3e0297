import type { Pattern } from './automaton.ts'
import { ACROSS, SLASH_ITSELF, WITHIN } from './glob.ts'
import { BUT_SLASH, complement, POSIX, withoutSlash } from './character-class.ts'

const NOTHING: Pattern = { kind: 'all', of: [] }
const BYTE: Pattern = { kind: 'one', of: BUT_SLASH }

/**
 * What git takes a pattern of a .gitignore for (its dir.c and wildmatch.c), without the signs `!` before it and `/`
 * behind it; both it and the paths are a character a byte. Undefined for one that matches nothing: its `\` or `[` has no
 * end.
 */
export function gitignorePattern(text: string): Pattern | undefined {
  if (!text.includes('/')) {
    const name = wildPattern(text)
    const below: Pattern = { kind: 'all', of: [ACROSS, SLASH_ITSELF] }
    return name && { kind: 'all', of: [{ kind: 'any', of: [NOTHING, below] }, name] }
  }
  const path = text.replace(/^\//, '')
  // What has no sign in it is compared first: two stars behind it begin what is left.
  const begin = path.search(/[*?[\\]|$(?![^])/)
  const rest = wildPattern(path.slice(begin))
  return rest && { kind: 'all', of: [...Array.from(path.slice(0, begin), literal), rest] }
}

function wildPattern(text: string): Pattern | undefined {
  const parts: Pattern[] = []
  for (let at = 0; at < text.length;) {
    const sign = text[at] ?? ''
    if (sign === '*') {
      let end = at
      while (text[end] === '*') end++
      const after = text.slice(end, end + 2)
      const isWhole =
        end - at > 1 &&
        (at === 0 || text[at - 1] === '/') &&
        (after === '' || after.startsWith('/') || after === '\\/')
      if (!isWhole) parts.push(WITHIN)
      else if (!after.startsWith('/')) parts.push(ACROSS)
      else {
        parts.push({ kind: 'any', of: [NOTHING, { kind: 'all', of: [ACROSS, SLASH_ITSELF] }] })
        end++
      }
      at = end
    } else if (sign === '[') {
      const found = classAt(text, at)
      if (found === undefined) return undefined
      parts.push(found.pattern)
      at = found.end
    } else if (sign === '?') {
      parts.push(BYTE)
      at++
    } else {
      if (sign === '\\') at++
      if (at === text.length) return undefined
      parts.push(literal(text[at] ?? ''))
      at++
    }
  }
  return { kind: 'all', of: parts }
}

function literal(byte: string): Pattern {
  const code = byte.charCodeAt(0)
  return { kind: 'one', of: [[code, code]] }
}

/** The set of bytes that begins at an index, and where it ends; undefined where git gives up. */
function classAt(text: string, start: number): { pattern: Pattern; end: number } | undefined {
  const ranges: (readonly [number, number])[] = []
  let at = start + 1
  const isNegated = text[at] === '!' || text[at] === '^'
  if (isNegated) at++
  let before: number | undefined
  for (const first = at; at === first || text[at] !== ']'; at++) {
    const sign = text[at]
    if (sign === undefined) return undefined
    const name = sign === '[' && text[at + 1] === ':' ? /[^\]]*\]|/y : undefined
    if (name !== undefined) {
      name.lastIndex = at + 2
      const [found = ''] = name.exec(text) ?? []
      if (found === '') return undefined
      if (found.length > 1 && found.endsWith(':]')) {
        const members = POSIX[found.slice(0, -2)]
        if (members === undefined) return undefined
        ranges.push(...members)
        at += 1 + found.length
        before = undefined
        continue
      }
    }
    const isRange = sign === '-' && before !== undefined && text[at + 1] !== undefined && text[at + 1] !== ']'
    if (isRange) at++
    if (text[at] === '\\' && (isRange || sign === '\\')) at++
    if (at >= text.length) return undefined
    const code = text.charCodeAt(at)
    ranges.push([isRange && before !== undefined ? before : code, code])
    before = isRange ? undefined : code
  }
  const sound = ranges.filter(([first, last]) => first <= last)
  return {
    pattern: { kind: 'one', of: withoutSlash(isNegated ? complement(sound) : sound) },
    end: at + 1,
  }
}

import type { CodePoints } from './automaton.ts'

/** The slash's code point, and the greatest one. */
export const SLASH = 0x2f
/** The greatest code point of Unicode. */
export const LAST_CODE_POINT = 0x10ffff
/** All that may be in a segment of a path. */
export const BUT_SLASH: CodePoints = [
  [0, SLASH - 1],
  [SLASH + 1, LAST_CODE_POINT],
]
/** The named classes, in ASCII. */
export const POSIX: Readonly<Record<string, CodePoints>> = {
  alnum: ranges('09AZaz'),
  alpha: ranges('AZaz'),
  blank: ranges('\t\t  '),
  cntrl: ranges('\0\x1f\x7f\x7f'),
  digit: ranges('09'),
  graph: ranges('!~'),
  lower: ranges('az'),
  print: ranges(' ~'),
  punct: ranges('!/:@[`{~'),
  space: ranges('\t\r  '),
  upper: ranges('AZ'),
  xdigit: ranges('09AFaf'),
}

/** Ranges by their first and last characters, all in one text. */
function ranges(ends: string): CodePoints {
  return Array.from(
    { length: ends.length / 2 },
    (_, i) => [ends.charCodeAt(2 * i), ends.charCodeAt(2 * i + 1)] as const,
  )
}

/** A character class and the index after it. It never matches a slash. */
export interface CharacterClass {
  readonly of: CodePoints
  readonly end: number
}

/** The character classes of a glob by where they begin; a bracket without an end begins none. */
export function classesOf(glob: string): Map<number, CharacterClass> {
  const classes = new Map<number, CharacterClass>()
  for (let at = 0; at < glob.length; at++) {
    if (glob[at] === '\\') at++
    else if (glob[at] === '[') {
      const found = classAt(glob, at)
      // Those after it have no end either.
      if (found === undefined) break
      classes.set(at, found)
      at = found.end - 1
    }
  }
  return classes
}

/** The character class that begins at an index; undefined when it has no end. */
function classAt(glob: string, start: number): CharacterClass | undefined {
  let at = start + 1
  const isNegated = glob[at] === '!' || glob[at] === '^'
  if (isNegated) at++
  const first = at
  const ranges: (readonly [number, number])[] = []
  for (; at < glob.length; at++) {
    if (glob[at] === ']' && at > first) {
      const of = isNegated ? complement(ranges) : ranges
      return { of: withoutSlash(of), end: at + 1 }
    }
    const name = glob[at] === '[' ? /^\[:([a-z]+):\]/.exec(glob.slice(at, at + 12))?.[1] : undefined
    const posix = name === undefined ? undefined : POSIX[name]
    if (posix !== undefined) {
      ranges.push(...posix)
      at += `[:${name ?? ''}:]`.length - 1
      continue
    }
    const [from, afterFrom] = characterAt(glob, at)
    at = afterFrom - 1
    if (glob[at + 1] === '-' && glob[at + 2] !== ']' && at + 2 < glob.length) {
      const [to, afterTo] = characterAt(glob, at + 2)
      if (from <= to) ranges.push([from, to])
      at = afterTo - 1
    } else ranges.push([from, from])
  }
  return undefined
}

/** A code point, which a backslash may be before, and the index after it. */
function characterAt(glob: string, at: number): [code: number, after: number] {
  const start = glob[at] === '\\' && at + 1 < glob.length ? at + 1 : at
  const code = glob.codePointAt(start) ?? 0
  return [code, start + (code > 0xffff ? 2 : 1)]
}

/** All but these. */
export function complement(ranges: readonly (readonly [number, number])[]): CodePoints {
  const left: [number, number][] = []
  let next = 0
  for (const [first, last] of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (first > next) left.push([next, first - 1])
    next = Math.max(next, last + 1)
  }
  if (next <= LAST_CODE_POINT) left.push([next, LAST_CODE_POINT])
  return left
}

/** These, but for the slash. */
export function withoutSlash(ranges: CodePoints): CodePoints {
  return ranges.flatMap(([first, last]) =>
    BUT_SLASH.flatMap(([from, to]): CodePoints => {
      const [low, high] = [Math.max(first, from), Math.min(last, to)]
      return low <= high ? [[low, high]] : []
    }),
  )
}

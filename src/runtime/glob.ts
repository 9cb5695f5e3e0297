import { Automaton, type Pattern } from './automaton.ts'
import { BUT_SLASH, classesOf, LAST_CODE_POINT, SLASH, type CharacterClass } from './character-class.ts'
import { JsnapError } from './errors.ts'

/** Says whether a path, key or name matches. */
export type Matcher = (text: string) => boolean

/** What people write is far below, and reading a glob may take the square of its length. */
const LONGEST_GLOB = 8 * 1024
/** Deeper braces and parentheses stand for themselves. */
const DEEPEST = 32
/** `{1..1000}` is the longest range of numbers; another stands for itself. */
const LONGEST_RANGE = 1000

const EMPTY: Pattern = { kind: 'all', of: [] }
const NOT_END: Pattern = { kind: 'notEnd' }
/** A slash. */
export const SLASH_ITSELF: Pattern = { kind: 'one', of: [[SLASH, SLASH]] }
const NO_SLASH: Pattern = { kind: 'one', of: BUT_SLASH }
/** What `*` stands for. */
export const WITHIN: Pattern = { kind: 'repeat', of: NO_SLASH }
/** What `**` stands for. */
export const ACROSS: Pattern = { kind: 'repeat', of: { kind: 'one', of: [[0, LAST_CODE_POINT]] } }

/**
 * A matcher for globs: `*` and `?` stay within a segment, `**` crosses them, names that begin with a dot match too. Paths
 * are S3 keys as much as file names, so segments `.` and `..` and line breaks are as good as any others. The time is that
 * of the text's length times the globs', whatever they are. @throws JsnapError Usage for a glob that is too long
 */
export function globMatcher(globs: readonly string[]): Matcher {
  const exact = new Set(globs)
  const negated = globs.filter(isNegated).map((glob) => globMatcher([negationOf(glob)]))
  const positive = globs.filter((glob) => !isNegated(glob)).map(globPattern)
  if (positive.length + negated.length === 0) return () => false
  const automaton = new Automaton({ kind: 'any', of: positive })
  return (text) =>
    exact.has(text) || (text !== '' && automaton.matches(text)) || negated.some((matches) => !matches(text))
}

/** Says whether text is a glob rather than a plain path. */
export function isGlob(text: string): boolean {
  return /[*?[{]/.test(text)
}

/** The part of a glob before its first wildcard, up to a slash. */
export function globBase(glob: string): string {
  const wildcard = glob.search(/(?<!\\)[*?[{]/)
  if (wildcard === -1) return glob
  const slash = glob.lastIndexOf('/', wildcard)
  return glob.slice(0, slash === 0 ? 1 : Math.max(slash, 0))
}

/** Says whether `globMatcher` takes no glob of this length. */
export function isTooLongGlob(glob: string): boolean {
  return (isNegated(glob) ? negationOf(glob) : glob).length > LONGEST_GLOB
}

function isNegated(glob: string): boolean {
  return glob.startsWith('!') && !glob.startsWith('!(')
}

/** What a glob takes back; each two signs more undo each other. */
function negationOf(glob: string): string {
  let at = 1
  while (isNegated(glob.slice(at, at + 2)) && isNegated(glob.slice(at + 1, at + 3))) at += 2
  return glob.slice(at)
}

function globPattern(glob: string): Pattern {
  checkLength(glob)
  const plain = glob.replace(/^(?:\.\/)+/, '').replace(/^\*\*(?=\.\w+$)/, '**/*')
  const pattern = new GlobParser(plain).parse()
  // A path that ends in a slash is an S3 key for a folder, which `*` takes in.
  return /(?<!\\)[*\]]$/.test(plain) ? { kind: 'all', of: [pattern, optional(SLASH_ITSELF)] } : pattern
}

/** @throws JsnapError Usage for a glob that is too long for a matcher */
export function checkLength(glob: string): void {
  if (isTooLongGlob(glob)) {
    throw new JsnapError(
      'Usage',
      `a glob of ${glob.length} characters is too long: '${glob.slice(0, 60)}…'`,
      {
        hint: `a glob has at most ${LONGEST_GLOB} characters; several globs can be given instead`,
      },
    )
  }
}

/** Reads one glob. What has no end (`[a`, `{a,b`) stands for itself. */
class GlobParser {
  readonly #glob: string
  /** Where the braces and parentheses that begin at an index end. */
  readonly #ends: ReadonlyMap<number, number>
  /** The character classes by where they begin. */
  readonly #classes: ReadonlyMap<number, CharacterClass>
  #at = 0

  constructor(glob: string) {
    this.#glob = glob
    this.#classes = classesOf(glob)
    this.#ends = pairs(glob, this.#classes)
  }

  parse(): Pattern {
    return this.#sequence(this.#glob.length)
  }

  /** Everything up to an index. */
  #sequence(end: number): Pattern {
    const begin = this.#at
    const parts: Pattern[] = []
    let afterStar = false
    while (this.#at < end) {
      const isStar = this.#glob[this.#at] === '*'
      parts.push(this.#part(begin, end, afterStar))
      afterStar = isStar
    }
    return { kind: 'all', of: parts }
  }

  #part(begin: number, end: number, afterStar: boolean): Pattern {
    const at = this.#at
    const character = this.#glob[at] ?? ''
    const close = this.#ends.get(at)
    if (close !== undefined && character === '{') return this.#braces(close)
    if (close !== undefined) return this.#group(close)
    if (character === '*') return this.#stars(begin, end)
    if (character === '/') return this.#slash(begin, end, afterStar)
    const found = this.#classes.get(at)
    if (found !== undefined && found.end <= end) {
      this.#at = found.end
      return { kind: 'one', of: found.of }
    }
    if (character === '?') {
      this.#at++
      return NO_SLASH
    }
    if (character === '\\' && at + 1 < end) this.#at++
    const code = this.#glob.codePointAt(this.#at) ?? 0
    this.#at += code > 0xffff ? 2 : 1
    return { kind: 'one', of: [[code, code]] }
  }

  /** A slash, and `/**` and all that follow it where they are whole segments. */
  #slash(begin: number, end: number, afterStar: boolean): Pattern {
    const isFirst = this.#at === begin
    this.#at++
    if (!this.#isGlobstar(end)) return SLASH_ITSELF
    this.#skipGlobstars(end)
    if (this.#at < end) {
      this.#at++
      return { kind: 'all', of: [SLASH_ITSELF, optional({ kind: 'all', of: [ACROSS, SLASH_ITSELF] })] }
    }
    const below: Pattern = { kind: 'all', of: [SLASH_ITSELF, ACROSS] }
    return isFirst || afterStar ? below : optional(below)
  }

  #stars(begin: number, end: number): Pattern {
    if (this.#at === begin && this.#isGlobstar(end)) {
      this.#skipGlobstars(end)
      if (this.#at === end) return this.#at === this.#glob.length && begin === 0 ? atLeastOne(ACROSS) : ACROSS
      this.#at++
      return optional({ kind: 'all', of: [ACROSS, SLASH_ITSELF] })
    }
    const before = this.#glob[this.#at - 1]
    while (this.#at < end && this.#glob[this.#at] === '*' && !this.#ends.has(this.#at)) this.#at++
    return before === undefined || before === '/' ? atLeastOne(WITHIN) : WITHIN
  }

  /** Says whether two stars are a whole segment here. */
  #isGlobstar(end: number): boolean {
    const after = this.#at + 2
    return (
      this.#glob.startsWith('**', this.#at) && after <= end && (after === end || this.#glob[after] === '/')
    )
  }

  /** Goes to the slash or the end after `**`; of several that follow each other, after the last. */
  #skipGlobstars(end: number): void {
    this.#at += 2
    while (this.#at < end) {
      this.#at++
      if (!this.#isGlobstar(end)) {
        this.#at--
        return
      }
      this.#at += 2
    }
  }

  #braces(close: number): Pattern {
    const inside = this.#glob.slice(this.#at + 1, close)
    const range = rangeOf(inside)
    if (range !== undefined) {
      this.#at = close + 1
      return range
    }
    return this.#alternatives(close, ',')
  }

  /** `@(a|b)`, and the same with `?`, `*` and `+`. */
  #group(close: number): Pattern {
    const sign = this.#glob[this.#at++]
    const inside = this.#alternatives(close, '|')
    if (sign === '@') return inside
    if (sign === '?') return optional(inside)
    const more: Pattern = { kind: 'repeat', of: inside }
    return sign === '*' ? more : { kind: 'all', of: [inside, more] }
  }

  /** What is between an opening and its end, at commas or bars that are not inside of others. */
  #alternatives(close: number, separator: string): Pattern {
    const ways: Pattern[] = []
    this.#at++
    for (let at = this.#at; at <= close; at++) {
      if (at === close || this.#glob[at] === separator) {
        ways.push(this.#sequence(at))
        this.#at = at + 1
      } else if (this.#glob[at] === '\\') at++
      else at = this.#ends.get(at) ?? (this.#classes.get(at)?.end ?? at + 1) - 1
    }
    return { kind: 'any', of: ways }
  }
}

/** Finds `{…}` with a comma or a range in it, and `@(…)`, `?(…)`, `*(…)`, `+(…)`; by where they begin. */
function pairs(glob: string, classes: ReadonlyMap<number, CharacterClass>): Map<number, number> {
  const found = new Map<number, number>()
  const open: { at: number; close: string; hasComma: boolean }[] = []
  for (let at = 0; at < glob.length; at++) {
    const character = glob[at] ?? ''
    const inner = open.at(-1)
    if (character === '\\') at++
    else if (character === '[') at = (classes.get(at)?.end ?? at + 1) - 1
    else if (character === '{') open.push({ at, close: '}', hasComma: false })
    else if ('@?*+'.includes(character) && glob[at + 1] === '(')
      open.push({ at: at++, close: ')', hasComma: true })
    else if (character === ',' && inner?.close === '}') inner.hasComma = true
    else if (character === inner?.close) {
      open.pop()
      if (open.length >= DEEPEST) continue
      if (inner.hasComma || rangeOf(glob.slice(inner.at + 1, at)) !== undefined) found.set(inner.at, at)
    }
  }
  return found
}

/** `a..c` and `1..12` as what they stand for. */
function rangeOf(text: string): Pattern | undefined {
  const [, from = '', to = ''] = /^(\w)\.\.(\w)$|^$/.exec(text) ?? []
  if (from !== '') {
    const [first = 0, last = 0] = [from, to].map((character) => character.charCodeAt(0)).sort((a, b) => a - b)
    return { kind: 'one', of: [[first, last]] }
  }
  const numbers = /^(\d{1,9})\.\.(\d{1,9})$/.exec(text)
  if (numbers === null) return undefined
  const [first = 0, last = 0] = [Number(numbers[1]), Number(numbers[2])].sort((a, b) => a - b)
  if (last - first >= LONGEST_RANGE) return undefined
  return {
    kind: 'any',
    of: Array.from({ length: last - first + 1 }, (_, i) => literal(String(first + i))),
  }
}

function optional(pattern: Pattern): Pattern {
  return { kind: 'any', of: [pattern, EMPTY] }
}

/** `*` as a whole segment is not an empty name at the end of a path. */
function atLeastOne(pattern: Pattern): Pattern {
  return { kind: 'all', of: [NOT_END, pattern] }
}

function literal(text: string): Pattern {
  return {
    kind: 'all',
    of: Array.from(text, (character): Pattern => {
      const code = character.codePointAt(0) ?? 0
      return { kind: 'one', of: [[code, code]] }
    }),
  }
}

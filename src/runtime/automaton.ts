/** Ranges of code points, both ends included. */
export type CodePoints = readonly (readonly [first: number, last: number])[]

/** What texts an automaton accepts. */
export type Pattern =
  | { readonly kind: 'one'; readonly of: CodePoints }
  | { readonly kind: 'all'; readonly of: readonly Pattern[] }
  | { readonly kind: 'any'; readonly of: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly of: Pattern }
  /** Matches nothing, where the text goes on. */
  | { readonly kind: 'notEnd' }

/** One step of the program that a pattern becomes. */
type Step =
  | { readonly op: 'one'; readonly of: CodePoints; readonly next: number }
  | { readonly op: 'fork'; readonly to: readonly number[] }
  | { readonly op: 'notEnd'; readonly next: number }
  | { readonly op: 'accept' }

/** A set of steps that a text may have come to. */
interface State {
  /** Those that take a character. */
  readonly steps: readonly number[]
  readonly accepts: boolean
}

/** The most transitions that are remembered; then they are forgotten, so that no pattern takes more memory. */
const MAX_TRANSITIONS = 1 << 16
const UNKNOWN = -1
const ASCII = 128

/**
 * Matches whole texts by following all ways through a pattern at once, each character looked at once: the time is that
 * of the text's length times the pattern's at worst, whatever both are. Sets of ways that have come up are remembered.
 */
export class Automaton {
  readonly #program: Step[] = [{ op: 'accept' }]
  readonly #start: number
  /** Where the classes of characters begin that the pattern does not distinguish. */
  readonly #classes: Int32Array
  readonly #asciiClasses: Uint16Array
  #states: State[] = []
  #ids = new Map<string, number>()
  #transitions: number[] = []

  constructor(pattern: Pattern) {
    this.#start = this.#compile(pattern, 0)
    const begins = new Set([0])
    for (const step of this.#program) {
      if (step.op !== 'one') continue
      for (const [first, last] of step.of) begins.add(first).add(last + 1)
    }
    this.#classes = Int32Array.from(begins).sort()
    this.#asciiClasses = Uint16Array.from({ length: ASCII }, (_, code) => this.#search(code))
    this.#forget()
  }

  matches(text: string): boolean {
    let state = 0
    for (let at = 0; at < text.length; at++) {
      const code = text.codePointAt(at) ?? 0
      if (code > 0xffff) at++
      const characters = code < ASCII ? (this.#asciiClasses[code] ?? 0) : this.#search(code)
      const next = this.#transitions[state * this.#classes.length + characters] ?? UNKNOWN
      state = next === UNKNOWN ? this.#advance(state, characters) : next
      if (this.#states[state]?.steps.length === 0 && at + 1 < text.length) return false
    }
    return this.#states[state]?.accepts === true
  }

  /** Adds the steps of a pattern before the step `next`; returns the first. */
  #compile(pattern: Pattern, next: number): number {
    switch (pattern.kind) {
      case 'one':
        return this.#add({ op: 'one', of: pattern.of, next })
      case 'notEnd':
        return this.#add({ op: 'notEnd', next })
      case 'all':
        return pattern.of.reduceRight((after, part) => this.#compile(part, after), next)
      case 'any':
        return this.#add({ op: 'fork', to: pattern.of.map((way) => this.#compile(way, next)) })
      case 'repeat': {
        const to = [next]
        const fork = this.#add({ op: 'fork', to })
        to.push(this.#compile(pattern.of, fork))
        return fork
      }
    }
  }

  #add(step: Step): number {
    return this.#program.push(step) - 1
  }

  #forget(): void {
    this.#states = []
    this.#ids = new Map()
    this.#transitions = []
    this.#stateOf([this.#start])
  }

  #advance(from: number, characters: number): number {
    const code = this.#classes[characters] ?? 0
    const next: number[] = []
    for (const id of this.#states[from]?.steps ?? []) {
      const step = this.#program[id]
      if (step?.op !== 'one') continue
      if (step.of.some(([first, last]) => first <= code && code <= last)) next.push(step.next)
    }
    if (this.#transitions.length > MAX_TRANSITIONS) {
      this.#forget()
      return this.#stateOf(next)
    }
    const state = this.#stateOf(next)
    this.#transitions[from * this.#classes.length + characters] = state
    return state
  }

  #stateOf(steps: readonly number[]): number {
    const takers = this.#takersFrom(steps)
    const accepts = this.#canEnd(steps)
    const name = `${accepts ? '+' : ''}${takers.join(' ')}`
    let id = this.#ids.get(name)
    if (id === undefined) {
      id = this.#states.push({ steps: takers, accepts }) - 1
      this.#ids.set(name, id)
      for (let i = 0; i < this.#classes.length; i++) this.#transitions.push(UNKNOWN)
    }
    return id
  }

  /** The steps that take a character, of all that are reached without one. */
  #takersFrom(steps: readonly number[]): number[] {
    const seen = this.#reach(steps, true)
    return [...seen].filter((id) => this.#program[id]?.op === 'one').sort((a, b) => a - b)
  }

  #canEnd(steps: readonly number[]): boolean {
    return this.#reach(steps, false).has(0)
  }

  #reach(steps: readonly number[], goesOn: boolean): Set<number> {
    const seen = new Set(steps)
    for (const id of seen) {
      const step = this.#program[id]
      if (step?.op === 'fork') for (const to of step.to) seen.add(to)
      else if (step?.op === 'notEnd' && goesOn) seen.add(step.next)
    }
    return seen
  }

  /** The class of a code point. */
  #search(code: number): number {
    let [low, high] = [0, this.#classes.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#classes[middle] ?? 0) <= code) low = middle
      else high = middle - 1
    }
    return low
  }
}

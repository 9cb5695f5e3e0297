import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import picocolors from 'picocolors'
import { jsonText } from './json-text.ts'
import { printable } from './printable.ts'

/** Functions that colour a text, or leave it as it is. */
export type Colors = ReturnType<typeof picocolors.createColors>

/** The part of a stream that output needs. */
export interface Output {
  write(chunk: string | Uint8Array): boolean
  once(event: 'drain', listener: () => void): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  readonly rows?: number | undefined
}

/** The two streams of a command: results go to stdout, everything else to stderr. */
export class Io {
  readonly #stdout: Output
  readonly #stderr: Output
  readonly #isDumb: boolean
  /** Colours for stdout, and for stderr: each stream decides for itself. */
  readonly colors: Colors
  readonly errorColors: Colors
  /** Notes are left out, and nothing moves on the terminal. */
  quiet = false
  /** Called before a line is printed, so that what moves at the bottom of the terminal is not left above it. */
  beforeLine: (() => void) | undefined
  /** A pager has the terminal. */
  isPaged = false

  constructor(
    stdout: Output,
    stderr: Output,
    color: ColorChoice,
    env: Readonly<Record<string, string | undefined>>,
  ) {
    this.#stdout = stdout
    this.#stderr = stderr
    this.#isDumb = env['TERM'] === 'dumb'
    this.colors = picocolors.createColors(isColored(stdout, color, env))
    this.errorColors = picocolors.createColors(isColored(stderr, color, env))
  }

  /** Prints a line of the result. */
  line(text = ''): void {
    this.beforeLine?.()
    this.#stdout.write(`${text}\n`)
  }

  /** Writes bytes of the result; resolves when there is room for more, and a signal that has come meanwhile is heard. */
  async bytes(bytes: Uint8Array): Promise<void> {
    // Files and terminals are written to at once: without a break nothing else would get its turn.
    await setImmediate()
    if (!this.#stdout.write(bytes)) await once(this.#stdout as unknown as NodeJS.EventEmitter, 'drain')
  }

  /** Prints the one document of `--json`. */
  json(document: object): void {
    this.line(jsonText({ schemaVersion: 1, ...document }))
  }

  /** Prints a line about what is going on, whatever names are in it. */
  note(text: string): void {
    if (!this.quiet) this.errorLine(printable(text))
  }

  /** Prints a line that is to be seen also when notes are not wanted. */
  errorLine(text: string): void {
    this.beforeLine?.()
    this.#stderr.write(`${text}\n`)
  }

  /** Writes to stderr as it stands; for what is redrawn. */
  draw(text: string): void {
    this.#stderr.write(text)
  }

  get outputIsTerminal(): boolean {
    return this.#stdout.isTTY === true
  }

  get errorIsTerminal(): boolean {
    return this.#stderr.isTTY === true
  }

  /** Lines on stderr can be drawn anew: it is a terminal that can move its cursor. */
  get canRedraw(): boolean {
    return this.errorIsTerminal && !this.#isDumb && !this.quiet
  }

  /** Width of the terminal; 80 where there is none. */
  get columns(): number {
    return this.#stdout.columns ?? this.#stderr.columns ?? 80
  }

  /** Height of the terminal of stderr; 24 where that is unknown. */
  get rows(): number {
    return this.#stderr.rows ?? 24
  }
}

/** When output is coloured. */
export type ColorChoice = 'auto' | 'always' | 'never'

function isColored(
  stream: Output,
  choice: ColorChoice,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (choice !== 'auto') return choice === 'always'
  if ((env['NO_COLOR'] ?? '') !== '') return false
  if ((env['FORCE_COLOR'] ?? '0') !== '0') return true
  return env['TERM'] !== 'dumb' && stream.isTTY === true
}

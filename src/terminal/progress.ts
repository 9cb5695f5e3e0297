import { formatBytes } from './format-bytes.ts'
import { formatCount } from '../runtime/format-count.ts'
import { formatDuration } from './format-duration.ts'
import type { Io } from './io.ts'
import { printable } from './printable.ts'

/** One line of what is going on. */
export interface ProgressLine {
  readonly name: string
  /** What is being done, as `listing qos-prod-site`. */
  readonly status: string
  readonly done: number
  /** How many there will be; undefined while that is not known. */
  readonly total: number | undefined
  readonly bytesDone: number
  readonly bytesTotal: number | undefined
  readonly finished: boolean
}

const INTERVAL_MS = 100
const CURSOR_UP = '\u001b[1A'
const ERASE_LINE = '\u001b[2K'

/** A block of lines at the bottom of the terminal that is redrawn ten times a second; nothing where stderr is not a terminal. */
export class ProgressDisplay {
  readonly #io: Io
  readonly #now: () => number
  readonly #lines: () => readonly ProgressLine[]
  readonly #started: number
  readonly #timer: NodeJS.Timeout | undefined
  #drawn = 0

  constructor(io: Io, now: () => number, lines: () => readonly ProgressLine[]) {
    this.#io = io
    this.#now = now
    this.#lines = lines
    this.#started = now()
    if (io.errorIsTerminal && !io.quiet) this.#timer = setInterval(() => this.#draw(), INTERVAL_MS).unref()
  }

  /** Removes the block. */
  stop(): void {
    clearInterval(this.#timer)
    this.#erase()
  }

  /** Prints a line above the block. */
  note(text: string): void {
    this.#erase()
    this.#io.note(text)
  }

  #draw(): void {
    const elapsed = this.#now() - this.#started
    const lines = progressLines(this.#lines(), elapsed, this.#io.columns - 1)
    this.#erase()
    this.#io.draw(lines.map((line) => `${line}\n`).join(''))
    this.#drawn = lines.length
  }

  #erase(): void {
    if (this.#drawn > 0) this.#io.draw(`${CURSOR_UP}${ERASE_LINE}`.repeat(this.#drawn))
    this.#drawn = 0
  }
}

/** The block as text, each line cut to the width. */
export function progressLines(lines: readonly ProgressLine[], elapsedMs: number, width: number): string[] {
  const nameWidth = Math.max(...lines.map(({ name }) => name.length), 0)
  return lines.map((line) => {
    const parts = [line.name.padEnd(nameWidth), countText(line)]
    if (line.bytesDone > 0) parts.push(bytesText(line, elapsedMs))
    const remaining = remainingMs(line, elapsedMs)
    if (remaining !== undefined) parts.push(`${formatDuration(remaining)} left`)
    if (line.finished) parts.push('done')
    else if (line.status !== '') parts.push(printable(line.status))
    const text = parts.join('  ')
    return text.length > width ? `${text.slice(0, Math.max(width - 1, 0))}…` : text
  })
}

function countText({ done, total }: ProgressLine): string {
  return total === undefined ? formatCount(done) : `${formatCount(done)}/${formatCount(total)}`
}

function bytesText({ bytesDone, bytesTotal }: ProgressLine, elapsedMs: number): string {
  const speed = elapsedMs > 0 ? `  ${formatBytes(Math.round((bytesDone / elapsedMs) * 1000))}/s` : ''
  const of = bytesTotal === undefined ? '' : ` of ${formatBytes(bytesTotal)}`
  return `${formatBytes(bytesDone)}${of}${speed}`
}

function remainingMs(
  { bytesDone, bytesTotal, finished }: ProgressLine,
  elapsedMs: number,
): number | undefined {
  // The first seconds say little about the speed.
  if (finished || bytesTotal === undefined || bytesDone === 0 || elapsedMs < 2000) return undefined
  const remaining = ((bytesTotal - bytesDone) / bytesDone) * elapsedMs
  return remaining < 1000 ? undefined : remaining
}

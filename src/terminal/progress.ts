import { formatBytes } from './format-bytes.ts'
import { formatCount, formatCountOf } from '../runtime/format-count.ts'
import { formatDuration } from './format-duration.ts'
import type { Io } from './io.ts'
import { printable } from './printable.ts'
import { tableLines } from './table.ts'

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
  /** Requests sent; none where nothing is asked. */
  readonly requests?: number
  /** It goes on when the others have come so far. */
  readonly waits?: boolean
  readonly finished: boolean
}

const INTERVAL_MS = 100
const ERASE_BELOW = '\u001b[J'
/** Of the terminal so many lines are left to what is above. */
const LEFT_ABOVE = 2
/** The most that are named of what one waits for. */
const NAMED = 3

/** A block of lines at the bottom of the terminal that is redrawn ten times a second; nothing where that cannot be. */
export class ProgressDisplay {
  readonly #io: Io
  readonly #now: () => number
  readonly #lines: () => readonly ProgressLine[]
  readonly #started: number
  readonly #timer: NodeJS.Timeout | undefined
  /** The lengths of the lines that stand there. */
  #drawn: readonly number[] = []

  constructor(io: Io, now: () => number, lines: () => readonly ProgressLine[]) {
    this.#io = io
    this.#now = now
    this.#lines = lines
    this.#started = now()
    if (!io.canRedraw) return
    io.beforeLine = () => this.#draw([])
    this.#timer = setInterval(() => this.#redraw(), INTERVAL_MS).unref()
  }

  /** Removes the block. */
  stop(): void {
    if (this.#timer === undefined) return
    clearInterval(this.#timer)
    this.#draw([])
    this.#io.beforeLine = undefined
  }

  #redraw(): void {
    const room = Math.max(this.#io.rows - LEFT_ABOVE, 1)
    this.#draw(progressLines(this.#lines(), this.#now() - this.#started, this.#io.columns - 1, room))
  }

  #draw(lines: readonly string[]): void {
    const { columns, rows } = this.#io
    // A terminal that was made narrower has wrapped what stands there.
    const height = this.#drawn.reduce((sum, length) => sum + Math.max(Math.ceil(length / columns), 1), 0)
    const up = height === 0 ? '' : `\r\u001b[${Math.min(height, rows - 1)}A${ERASE_BELOW}`
    const text = up + lines.map((line) => `${line}\n`).join('')
    if (text !== '') this.#io.draw(text)
    this.#drawn = lines.map(({ length }) => length)
  }
}

/**
 * The block as text: what is under way, a line for all that is finished, and the sum of all. Each line is cut to the width,
 * and there are at most `room` of them.
 */
export function progressLines(
  lines: readonly ProgressLine[],
  elapsedMs: number,
  width: number,
  room = Infinity,
): string[] {
  const [only, ...others] = lines
  const underWay = lines.filter(({ finished }) => !finished)
  const finished = lines.filter((line) => line.finished)
  const below =
    only === undefined || others.length === 0
      ? []
      : [...(finished.length > 0 ? [finishedText(finished)] : []), totalText(lines, elapsedMs)]
  const shownBelow = below.slice(-Math.max(room - 1, 1))
  const left = Math.max(room - shownBelow.length, 0)
  const isCut = underWay.length > left
  const shown = isCut ? underWay.slice(0, Math.max(left - 1, 0)) : underWay
  const rest = underWay.length - shown.length
  const more = isCut && left > 0 ? [`and ${formatCount(rest)} more under way`] : []
  const working = underWay.filter(({ waits }) => waits !== true).map(({ name }) => name)
  const rows = shown.map((line) => cells(line, elapsedMs, working))
  return [...tableLines(rows, [1, 2, 3]), ...more, ...shownBelow].map((text) => cut(text, width))
}

function cells(line: ProgressLine, elapsedMs: number, working: readonly string[]): string[] {
  const remaining = remainingMs(line, elapsedMs)
  const status = [
    ...(remaining === undefined ? [] : [`${formatDuration(remaining)} left`]),
    line.waits === true ? waitingText(working) : printable(line.status),
  ]
  const { bytesDone } = line
  return [
    line.name,
    countText(line),
    bytesDone > 0 ? bytesText(line) : '',
    bytesDone > 0 ? speedText(bytesDone, elapsedMs) : '',
    status.filter((text) => text !== '').join('  '),
  ]
}

function waitingText(working: readonly string[]): string {
  if (working.length === 0) return 'waits for the others'
  const more = working.length > NAMED ? ` and ${formatCount(working.length - NAMED)} more` : ''
  return `waits for ${working.slice(0, NAMED).join(', ')}${more}`
}

function finishedText(finished: readonly ProgressLine[]): string {
  return `${formatCount(finished.length)} done: ${finished.map(({ name }) => name).join(', ')}`
}

function totalText(lines: readonly ProgressLine[], elapsedMs: number): string {
  const sum = (of: (line: ProgressLine) => number) => lines.reduce((total, line) => total + of(line), 0)
  const requests = sum((line) => line.requests ?? 0)
  return [
    formatCountOf(
      sum(({ done }) => done),
      'entry',
      'entries',
    ),
    `${formatBytes(sum(({ bytesDone }) => bytesDone))} read`,
    ...(requests > 0 ? [formatCountOf(requests, 'request')] : []),
    formatDuration(elapsedMs),
  ].join(', ')
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, Math.max(width - 1, 0))}…` : text
}

function countText({ done, total }: ProgressLine): string {
  return total === undefined ? formatCount(done) : `${formatCount(done)}/${formatCount(total)}`
}

function bytesText({ bytesDone, bytesTotal }: ProgressLine): string {
  return formatBytes(bytesDone) + (bytesTotal === undefined ? '' : ` of ${formatBytes(bytesTotal)}`)
}

function speedText(bytesDone: number, elapsedMs: number): string {
  return elapsedMs > 0 ? `${formatBytes(Math.round((bytesDone / elapsedMs) * 1000))}/s` : ''
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

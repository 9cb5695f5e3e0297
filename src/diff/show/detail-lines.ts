import type { Json } from '../../model/canonical-json.ts'
import { isObject } from '../../model/json-place.ts'
import type { Colors } from '../../terminal/io.ts'
import { printable } from '../../terminal/printable.ts'
import type { Detail } from '../document/detail.ts'
import { pointerSteps } from '../document/json-pointer.ts'
import { isSecret, unknownReason } from '../document/placeholder.ts'
import { shortened, unsaid, valueText, valueTexts } from './value-text.ts'

/** A line of a change inside a document: its sign, and the rest in parts that are coloured on their own. */
export interface DetailLine {
  readonly sign: '+' | '-' | '~' | '?'
  readonly place: string
  readonly before?: string
  readonly after?: string
  /** What there is to say instead of values: `secret changed`. */
  readonly remark?: string
}

/** The lines for the changes of a document, in at most `width` columns as far as that can be. */
export function detailLines(details: readonly Detail[], width: number): DetailLine[] {
  // What was moved is shown once, where it is now.
  const moved = new Set(details.flatMap(({ from }) => (from === undefined ? [] : [from])))
  return inReadingOrder(details).flatMap((detail) =>
    detail.op === 'remove' && moved.has(detail.path) ? [] : linesOf(detail, width),
  )
}

/** A patch takes items out of a list from its end; a person reads them from its beginning. */
function inReadingOrder(details: readonly Detail[]): Detail[] {
  const ordered: Detail[] = []
  let run: Detail[] = []
  const goesOn = (detail: Detail) => {
    const last = run.at(-1)
    return last !== undefined && isBefore(detail.path, last.path)
  }
  for (const detail of details) {
    if (detail.op === 'remove' && (run.length === 0 || goesOn(detail))) run.push(detail)
    else {
      ordered.push(...run.reverse())
      run = detail.op === 'remove' ? [detail] : []
      if (detail.op !== 'remove') ordered.push(detail)
    }
  }
  return [...ordered, ...run.reverse()]
}

/** Says whether two pointers lead to places of one list, the first to an earlier one. */
function isBefore(a: string, b: string): boolean {
  const [border, other] = [a.lastIndexOf('/'), b.lastIndexOf('/')]
  const [i, j] = [a.slice(border + 1), b.slice(other + 1)]
  return (
    border === other &&
    a.slice(0, border) === b.slice(0, other) &&
    /^\d+$/.test(i + j) &&
    Number(i) < Number(j)
  )
}

/** A line as it is printed. */
export function detailText({ sign, place, before, after, remark }: DetailLine, colors: Colors): string {
  const paint = { '+': colors.green, '-': colors.red, '~': colors.yellow, '?': colors.dim }[sign]
  const values = [
    ...(before === undefined ? [] : [colors.red(before)]),
    ...(before === undefined || after === undefined ? [] : [colors.dim('→')]),
    ...(after === undefined ? [] : [colors.green(after)]),
  ]
  const said = remark === undefined ? place : `${place}${place === '' ? '' : ': '}${colors.dim(remark)}`
  return [paint(sign), ...(said === '' ? [] : [said]), ...values].join(' ')
}

function linesOf(detail: Detail, width: number): DetailLine[] {
  const { op, before, after, from, inside } = detail
  const room = Math.max(width, MIN_WIDTH)
  const whole = printable(detail.place ?? detail.path)
  // A place has what the rest of the line leaves, and more than half at least.
  const placeBeside = (rest: number) => shortened(whole, Math.max(room - rest - 1, Math.floor(room * 0.6)))
  if (from !== undefined) {
    const [was, is] = [placeNumber(from), placeNumber(detail.path)]
    const remark =
      was === is
        ? `moved relative to the others, still at position ${is}`
        : `moved from position ${was} to ${is}`
    return [{ sign: '~', place: placeBeside(remark.length + 1), remark }, ...detailLines(inside ?? [], width)]
  }
  if (inside !== undefined) return detailLines(inside, width)
  const remark = markerRemark(detail)
  if (remark !== undefined) {
    const text = printable(remark.text)
    return [{ sign: signOf(detail), place: remark.isOfAll ? '' : placeBeside(text.length + 1), remark: text }]
  }
  if (op === 'replace') {
    const values = (each: number) => valueTexts(before ?? null, after ?? null, each)
    const [x, y] = values(Infinity)
    const place = placeBeside(x.length + y.length + 3)
    const [a, b] = values(Math.max(Math.floor((room - place.length - 4) / 2), MIN_VALUE))
    return [{ sign: '~', place, before: a, after: b }]
  }
  const value = (op === 'add' ? after : before) ?? null
  const sign = op === 'add' ? '+' : '-'
  const rest = unsaid(value, whole)
  // The place says it all.
  if (isEmpty(rest) && !isEmpty(value)) return [{ sign, place: shortened(whole, room) }]
  const place = placeBeside(valueText(rest, Infinity).length)
  const text = valueText(rest, Math.max(room - place.length - 1, MIN_VALUE))
  return [op === 'add' ? { sign, place, after: text } : { sign, place, before: text }]
}

function isEmpty(value: Json): boolean {
  return isObject(value) && Object.keys(value).length === 0
}

const MIN_WIDTH = 40
const MIN_VALUE = 16

/** People count from one. */
function placeNumber(pointer: string): number {
  return Number(pointerSteps(pointer).at(-1)) + 1
}

function signOf({ op, path, before, after, otherKey }: Detail): DetailLine['sign'] {
  if (path === '/$unknown' || otherKey === true) return '?'
  if (unknownReason(before) !== undefined || unknownReason(after) !== undefined) return '?'
  return op === 'add' ? '+' : op === 'remove' ? '-' : '~'
}

interface Remark {
  readonly text: string
  readonly isOfAll?: boolean
}

/** What is said of a value that stands for another one. */
function markerRemark({ op, path, before, after, otherKey }: Detail): Remark | undefined {
  if (path === '/$unknown') {
    const text = `part of it could not be read${op === 'remove' ? ' before' : ''}`
    const reason = after ?? before
    return { text: typeof reason === 'string' ? `${text} (${reason})` : text, isOfAll: true }
  }
  const now = unknownReason(after)
  if (now !== undefined) return { text: `unknown (${now})` }
  const then = unknownReason(before)
  if (then !== undefined) return { text: `unknown before (${then})` }
  if (isSecret(before) && isSecret(after))
    return { text: otherKey === true ? 'secret is marked with another key' : 'secret changed' }
  if (isSecret(after) && before === undefined) return { text: 'secret added' }
  if (isSecret(before) && after === undefined) return { text: 'secret removed' }
  return undefined
}

import { JsnapError } from '../runtime/errors.ts'

/** A stretch of time as people name one, in milliseconds since the epoch: `from` is in it, `until` is not. */
export interface Moment {
  readonly from: number
  readonly until: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const ABSOLUTE =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?(?: ?(Z|UTC|[+-]\d\d:?\d\d))?)?$/i
const RELATIVE =
  /^(\d{1,6})[ .-]?(s|sec|second|min|minute|h|hour|d|day|w|week|mo|month|y|year)s?(?:[ .-]ago)?$/i

/**
 * The time that text means: an ISO 8601 date, or date and time, UTC unless it carries an offset; `now`, `today`,
 * `yesterday`; `3 days ago`, `2h`. A date is its whole day, a time without seconds its whole minute.
 * @param now milliseconds since the epoch, for all that is relative to it
 * @throws JsnapError Usage
 */
export function parseMoment(text: string, now: (() => number) | undefined): Moment {
  const moment = absolute(text) ?? relative(text, now)
  if (moment !== undefined) return moment
  throw new JsnapError('Usage', `'${text}' is not a time`, {
    hint: "write it as 2026-11-01, 2026-11-01T12:30, 2026-11-01T12:30+01:00, 'yesterday' or '3 days ago'",
  })
}

function absolute(text: string): Moment | undefined {
  const found = ABSOLUTE.exec(text)
  if (found === null) return undefined
  const [, year, month, day, hour, minute, second, fraction, zone = ''] = found
  const numbers = [year, month, day, hour, minute, second].map((digits = '0') => Number(digits))
  const [y = 0, mo = 0, d = 0, h = 0, min = 0, s = 0] = numbers
  const local = Date.UTC(y, mo - 1, d, h, min, s, Number((fraction ?? '0').padEnd(3, '0')))
  const offset = offsetOf(zone)
  // A day that the month does not have would be one of the next.
  const isThere = new Date(local).toISOString().startsWith(`${text.slice(0, 10)}T`)
  if (!isThere || h > 23 || min > 59 || s > 59 || offset === undefined) return undefined
  const length = fraction !== undefined ? 1 : second !== undefined ? 1000 : hour !== undefined ? MINUTE : DAY
  return { from: local - offset, until: local - offset + length }
}

/** Milliseconds east of Greenwich; undefined for an offset that nobody has. */
function offsetOf(zone: string): number | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? []
  const size = Number(hours ?? 0) * HOUR + Number(minutes ?? 0) * MINUTE
  if (size > 14 * HOUR || Number(minutes ?? 0) > 59) return undefined
  return sign === '-' ? -size : size
}

function relative(text: string, now: (() => number) | undefined): Moment | undefined {
  const word = text.toLowerCase()
  const [, count = '', unit = ''] = RELATIVE.exec(word) ?? []
  if (count === '' && !['now', 'today', 'yesterday'].includes(word)) return undefined
  if (now === undefined) {
    throw new JsnapError('Usage', `'${text}' is relative to a clock, and the store was opened without one`, {
      hint: "give 'openStore' a clock: { now: Date.now }",
    })
  }
  const time = now()
  const today = time - (time % DAY)
  if (word === 'now') return { from: time, until: time + 1 }
  if (word === 'today') return { from: today, until: today + DAY }
  if (word === 'yesterday') return { from: today - DAY, until: today }
  const then = before(time, Number(count), unit)
  // Further back than dates go is before everything.
  return Number.isNaN(then) ? { from: -Infinity, until: -Infinity } : { from: then, until: then + 1 }
}

function before(time: number, count: number, unit: string): number {
  const date = new Date(time)
  if (unit === 'y' || unit === 'year') return date.setUTCFullYear(date.getUTCFullYear() - count)
  if (unit === 'mo' || unit === 'month') return date.setUTCMonth(date.getUTCMonth() - count)
  const [first = ''] = unit
  const lengths: Readonly<Record<string, number>> = { s: 1000, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY }
  return time - count * (lengths[first] ?? 0)
}

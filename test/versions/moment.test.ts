import { expect, test } from 'vitest'
import { parseMoment } from '../../src/versions/moment.ts'

const NOW = Date.parse('2026-12-01T09:30:15.250Z')

function span(text: string): string {
  const { from, until } = parseMoment(text, () => NOW)
  return `${new Date(from).toISOString()} ${until - from}`
}

test.each([
  ['2026-11-01', '2026-11-01T00:00:00.000Z 86400000'],
  ['2026-11-01T12:30', '2026-11-01T12:30:00.000Z 60000'],
  ['2026-11-01 12:30 UTC', '2026-11-01T12:30:00.000Z 60000'],
  ['2026-11-01T12:30:05Z', '2026-11-01T12:30:05.000Z 1000'],
  ['2026-11-01T12:30:05.5Z', '2026-11-01T12:30:05.500Z 1'],
  ['2026-11-01T00:30+01:00', '2026-10-31T23:30:00.000Z 60000'],
  ['2026-11-01T00:30-0530', '2026-11-01T06:00:00.000Z 60000'],
  ['2028-02-29', '2028-02-29T00:00:00.000Z 86400000'],
  ['now', '2026-12-01T09:30:15.250Z 1'],
  ['today', '2026-12-01T00:00:00.000Z 86400000'],
  ['yesterday', '2026-11-30T00:00:00.000Z 86400000'],
  ['3 days ago', '2026-11-28T09:30:15.250Z 1'],
  ['2h', '2026-12-01T07:30:15.250Z 1'],
  ['90 min', '2026-12-01T08:00:15.250Z 1'],
  ['1 week ago', '2026-11-24T09:30:15.250Z 1'],
  ['1.month.ago', '2026-11-01T09:30:15.250Z 1'],
  ['2y', '2024-12-01T09:30:15.250Z 1'],
])("'%s' is %s", (text, expected) => {
  expect(span(text)).toBe(expected)
})

test.each([
  '',
  '1',
  'soon',
  '2026-13-01',
  '2026-02-29',
  '2026-11-31',
  '2026-11-01T24:00',
  '2026-11-01T12:60',
  '2026-11-01T12:30+15:00',
  '26-11-01',
  '3 ago',
  '5 m',
])("'%s' is no time", (text) => {
  expect(() => parseMoment(text, () => NOW)).toThrow(
    expect.objectContaining({ code: 'Usage', message: `'${text}' is not a time` }) as Error,
  )
})

test('what is relative needs a clock, and further back than dates go is before everything', () => {
  expect(() => parseMoment('yesterday', undefined)).toThrow(/relative to a clock/)
  expect(parseMoment('2026-11-01', undefined).from).toBe(Date.parse('2026-11-01'))
  expect(parseMoment('999999 years ago', () => NOW).until).toBe(-Infinity)
})

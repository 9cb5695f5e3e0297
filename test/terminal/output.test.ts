import { expect, test } from 'vitest'
import { formatBytes } from '../../src/terminal/format-bytes.ts'
import { formatDuration } from '../../src/terminal/format-duration.ts'
import { Io } from '../../src/terminal/io.ts'
import { printable, printableLines } from '../../src/terminal/printable.ts'
import { progressLines, ProgressDisplay } from '../../src/terminal/progress.ts'
import { quotePath } from '../../src/terminal/quote-path.ts'
import { tableLines } from '../../src/terminal/table.ts'

test('bytes are shown in the unit that fits', () => {
  expect([0, 1023, 1024, 1_572_864, 1_073_741_823, 5e12].map(formatBytes)).toEqual([
    '0 B',
    '1023 B',
    '1.0 KiB',
    '1.5 MiB',
    '1.0 GiB',
    '4.5 TiB',
  ])
})

test('times are shown as precisely as anybody cares', () => {
  expect([0, 840, 9_949, 12_400, 185_000, 7_620_000].map(formatDuration)).toEqual([
    '0.0 s',
    '0.8 s',
    '9.9 s',
    '12 s',
    '3 min 05 s',
    '2 h 07 min',
  ])
})

test('control characters never reach the terminal', () => {
  expect(printable('a\u001b[31mred\u0007 \u202eevil')).toBe('a\\u001b[31mred\\u0007 \\u202eevil')
  expect(printable('one\ntwo\u200e \ufeff\u2028\ud800 \u{e0067}')).toBe(
    String.raw`one\ntwo\u200e \ufeff\u2028\ud800 \udb40\udc67`,
  )
  expect(printable('tab\t👩‍💻 می‌خواهم')).toBe('tab\t👩‍💻 می‌خواهم')
  expect(printableLines('one\ntwo\r\u001b')).toBe('one\ntwo\\u000d\\u001b')
  expect(quotePath('s3-buckets/b/plain key+ä😀')).toBe('s3-buckets/b/plain key+ä😀')
  expect(quotePath('a\u200fb')).toBe(String.raw`"a\u200fb"`)
  expect(quotePath('a\nb\t"c"\\\u001b')).toBe(String.raw`"a\nb\t\"c\"\\\u001b"`)
})

test('columns are aligned', () => {
  expect(
    tableLines(
      [
        ['s3', '12', 'x'],
        ['local', '1,234', ''],
      ],
      [1],
    ),
  ).toEqual(['s3        12  x', 'local  1,234'])
})

const line = {
  name: 's3',
  status: 'listing qos-prod-site',
  done: 1200,
  total: 4000,
  bytesDone: 5_000_000,
  bytesTotal: 20_000_000,
  finished: false,
}

test('progress shows what is done, how fast and what remains, and the sum of all', () => {
  const done = { ...line, name: 'local', finished: true, status: '' }
  const waiting = { ...line, name: 'iam', done: 0, bytesDone: 0, total: undefined, waits: true }
  const lambda = {
    ...line,
    name: 'lambda',
    total: undefined,
    bytesTotal: undefined,
    status: 'listing',
    requests: 1200,
  }
  expect(progressLines([line, lambda, waiting, done], 4000, 79)).toMatchInlineSnapshot(`
    [
      "s3      1,200/4,000  4.8 MiB of 19.1 MiB  1.2 MiB/s  12 s left  listing qos-pr…",
      "lambda        1,200              4.8 MiB  1.2 MiB/s  listing",
      "iam               0                                  waits for s3, lambda",
      "1 done: local",
      "3,600 entries, 14.3 MiB read, 1,200 requests, 4.0 s",
    ]
  `)
  expect(progressLines([line], 4000, 39)).toHaveLength(1)
  expect(progressLines([line], 4000, 39)[0]).toHaveLength(39)
})

test.each([1, 2, 3, 5, 13, 22, 38])('progress fits a terminal of %i lines to spare', (room) => {
  for (const finished of [0, 1, 20, 40]) {
    const lines = Array.from({ length: 40 }, (_, i) => ({ ...line, name: `s${i}`, finished: i < finished }))
    const shown = progressLines(lines, 4000, 40, room)
    expect(shown.length).toBeLessThanOrEqual(room)
    expect(shown.at(-1)).toMatch(/^48,000 entries, /)
    for (const text of shown) expect(text.length).toBeLessThanOrEqual(40)
    if (finished === 20 && room > 4) expect(shown.at(-2)).toMatch(/^20 done: s0, s1, /)
    if (finished === 0 && room > 4) expect(shown.at(-2)).toMatch(/^and \d+ more under way$/)
  }
})

class Recorder {
  text = ''
  readonly isTTY: boolean
  columns = 60
  readonly rows = 15
  constructor(isTTY: boolean) {
    this.isTTY = isTTY
  }
  write(chunk: string | Uint8Array): boolean {
    this.text += String(chunk)
    return true
  }
  once(): void {
    throw new Error('a recorder is never full')
  }
}

test.each([
  ['no terminal', false, false],
  ['--quiet', true, true],
  ['a terminal that cannot move its cursor', true, false, { TERM: 'dumb' }],
] as const)('progress is silent with %s', async (_, isTTY, quiet, env?: { readonly TERM: string }) => {
  const stderr = new Recorder(isTTY)
  const io = new Io(new Recorder(false), stderr, 'auto', { ...env })
  io.quiet = quiet
  const display = new ProgressDisplay(io, Date.now, () => [line])
  await new Promise((resolve) => setTimeout(resolve, 250))
  display.stop()
  expect(stderr.text).toBe('')
})

test('progress on a terminal is redrawn and leaves nothing behind', async () => {
  const stderr = new Recorder(true)
  const display = new ProgressDisplay(new Io(new Recorder(true), stderr, 'auto', {}), Date.now, () => [line])
  await new Promise((resolve) => setTimeout(resolve, 250))
  display.stop()
  expect(stderr.text).toContain('s3  1,200/4,000')
  expect(stderr.text.endsWith('\r\u001b[1A\u001b[J')).toBe(true)
})

test('what is printed while progress is shown stands above it, and a narrower terminal is cleared whole', async () => {
  const stderr = new Recorder(true)
  const stdout = new Recorder(true)
  const io = new Io(stdout, stderr, 'auto', {})
  const display = new ProgressDisplay(io, Date.now, () => [line])
  await new Promise((resolve) => setTimeout(resolve, 150))
  stderr.text = ''
  io.note('interrupted')
  expect(stderr.text).toBe('\r\u001b[1A\u001b[Jinterrupted\n')
  await new Promise((resolve) => setTimeout(resolve, 150))
  stdout.columns = 30
  stderr.text = ''
  display.stop()
  expect(stderr.text).toBe('\r\u001b[2A\u001b[J')
  stderr.text = ''
  io.note('done')
  expect(stderr.text).toBe('done\n')
})

test.each([
  [{}, 'auto', true, true],
  [{}, 'auto', false, false],
  [{ NO_COLOR: '1' }, 'auto', true, false],
  [{ FORCE_COLOR: '1' }, 'auto', false, true],
  [{ TERM: 'dumb' }, 'auto', true, false],
  [{ NO_COLOR: '1' }, 'always', false, true],
  [{}, 'never', true, false],
] as const)('colour with %o and --color=%s on a terminal (%s) is %s', (env, choice, isTTY, colored) => {
  const io = new Io(new Recorder(isTTY), new Recorder(isTTY), choice, env)
  expect(io.colors.isColorSupported).toBe(colored)
})

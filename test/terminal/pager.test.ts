import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Io, type Output } from '../../src/terminal/io.ts'
import { pagerCommand, showLines } from '../../src/terminal/pager.ts'
import { scratchFolder } from '../helpers/scratch.ts'

function terminal(isTTY: boolean) {
  const written: string[] = []
  const output: Output = {
    write: (chunk) => {
      written.push(Buffer.from(chunk).toString())
      return true
    },
    once: () => undefined,
    isTTY,
  }
  return { io: new Io(output, output, 'never', {}), text: () => written.join('') }
}

const lines = ['one', 'two']
const inPath = { PATH: process.env['PATH'] }

test('the pager is the one for jsnap, the one for all, or less; an empty one and cat are none', () => {
  expect(pagerCommand({})).toBe('less')
  expect(pagerCommand({ PAGER: 'more' })).toBe('more')
  expect(pagerCommand({ PAGER: 'more', JSNAP_PAGER: 'less -S' })).toBe('less -S')
  expect(pagerCommand({ PAGER: 'more', JSNAP_PAGER: '' })).toBeUndefined()
  expect(pagerCommand({ PAGER: 'cat' })).toBeUndefined()
  // It would ask for RETURN at every page.
  expect(pagerCommand({ TERM: 'dumb' })).toBeUndefined()
  expect(pagerCommand({ TERM: 'dumb', PAGER: 'less' })).toBeUndefined()
})

test('lines for a terminal go through the pager, which is told to leave short output alone', async () => {
  const { io, text } = terminal(true)
  const file = join(scratchFolder(), 'paged')
  function* watched() {
    yield* lines
    expect(io.isPaged).toBe(true)
  }
  await showLines(watched(), io, { ...inPath, JSNAP_PAGER: `(cat; echo "$LESS") > '${file}'` }, true)
  expect(io.isPaged).toBe(false)
  expect(readFileSync(file, 'utf8')).toBe('one\ntwo\nFRX\n')
  expect(text()).toBe('')
})

test('lines for a file, those that nobody wants paged, and those without a pager go where they are to', async () => {
  const env = { ...inPath, JSNAP_PAGER: 'false' }
  for (const [isTTY, wantsPager, pager] of [
    [false, true, 'false'],
    [true, false, 'false'],
    [true, true, '/no/such/pager'],
    [true, true, 'no-such-pager -R'],
  ] as const) {
    const { io, text } = terminal(isTTY)
    await showLines(lines, io, { ...env, JSNAP_PAGER: pager }, wantsPager)
    expect(text()).toBe('one\ntwo\n')
  }
})

test('nothing of a long output is lost where a shell does not find the pager', async () => {
  const { io, text } = terminal(true)
  const many = Array.from({ length: 50_000 }, (_, i) => `line ${i}`)
  await showLines(many, io, { ...inPath, JSNAP_PAGER: 'no-such-pager -R 2> /dev/null' }, true)
  expect(text()).toBe(`${many.join('\n')}\n`)
})

test('a reader that has seen enough is no error', async () => {
  const { io } = terminal(true)
  const many = Array.from({ length: 100_000 }, (_, i) => `line ${i}`)
  await showLines(many, io, { ...inPath, JSNAP_PAGER: 'head -1 > /dev/null' }, true)
})

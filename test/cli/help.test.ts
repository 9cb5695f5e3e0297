import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { allCommands, helpOf } from '../../scripts/command-tree.ts'
import { commandReference, withCommandTable } from '../../scripts/command-reference.ts'
import { manualPages } from '../../scripts/manual-pages.ts'
import { fullName } from '../../src/cli/full-name.ts'

const GENERATE = "run 'npm run generate'"
const root = new URL('../../', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, root), 'utf8')

test('docs/commands.md, the table of the README and the manual pages are what the commands say of themselves', () => {
  expect(read('docs/commands.md'), GENERATE).toBe(commandReference())
  expect(read('README.md'), GENERATE).toBe(withCommandTable(read('README.md')))
  const pages = manualPages()
  expect(readdirSync(new URL('man/', root)).sort(), GENERATE).toEqual([...pages.keys()].sort())
  for (const [name, page] of pages) expect(read(`man/${name}`), `${name}: ${GENERATE}`).toBe(page)
})

test('the README has a table of all commands', () => {
  const table = withCommandTable(read('README.md'))
  for (const command of ['commit', 'diff', 'secrets export']) expect(table).toContain(`| \`jsnap ${command}`)
})

test('a manual page names its command, its options and its examples, and nothing in it is a request', () => {
  const page = manualPages().get('jsnap-diff.1') ?? ''
  expect(page).toMatch(/^\.TH JSNAP-DIFF 1/)
  expect(page).toContain('.B \\-\\-name\\-status\n')
  expect(page).toContain('.SH "EXAMPLES"\n.nf\n')
  for (const line of page.split('\n').filter((line) => /^[.']/.test(line)))
    expect(line).toMatch(/^\.(TH|SH|TP|B|BR|nf|fi)\b/)
})

test.each([40, 80, 120])('no line of a help is wider than a terminal of %i columns', (width) => {
  const commands = allCommands()
  expect(commands.length).toBeGreaterThan(20)
  for (const command of commands)
    for (const line of helpOf(command, width).split('\n'))
      expect(line.length, `${fullName(command)}: ${line}`).toBeLessThanOrEqual(width)
})

test('the help of every command on a terminal of 80 columns', () => {
  expect(
    allCommands()
      .map((command) => helpOf(command, 80))
      .join('\n\n\n'),
  ).toMatchSnapshot()
})

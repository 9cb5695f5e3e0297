import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../helpers/scratch.ts'

const root = join(import.meta.dirname, '..', '..', '..')

interface Typed {
  readonly command: string
  readonly output: string
}

/** The commands of the page behind a dollar sign, each with the lines below it. */
function commandsOf(page: string): Typed[] {
  const blocks = page.split(/^ {4}\$ /m).slice(1)
  return blocks.map((block) => {
    const [command = '', ...below] = block.split('\n')
    const end = below.findIndex((line) => line !== '' && !line.startsWith('    '))
    const lines = (end === -1 ? below : below.slice(0, end)).map((line) => line.replace(/^ {4}/, ''))
    return { command, output: lines.join('\n') }
  })
}

/**
 * The lines of a text without what differs from run to run: ids, times, sizes of what was compressed, the folder, and
 * whether stdout or stderr came first.
 */
function steady(text: string, folder: string): string[] {
  return text
    .replaceAll(`${folder}/`, '')
    .replace(/\b[0-9a-f]{12}\b/g, 'ID')
    .replace(/\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC/g, 'TIME')
    .replace(/\b[\d.]+ (?:KiB|s)\b/g, 'N')
    .trim()
    .split('\n')
    .sort()
}

test('what the tutorial shows is what its commands print', async () => {
  const folder = scratchFolder()
  const commands = commandsOf(readFileSync(join(root, 'docs', 'tutorial.md'), 'utf8'))
  expect(commands.length).toBeGreaterThan(10)
  let cwd = folder
  for (const { command, output } of commands) {
    const script = `jsnap() { "${process.execPath}" "${join(root, 'bin', 'jsnap.js')}" "$@"; }\n{ ${command}; } 2>&1\npwd >"${folder}/.cwd"`
    const { stdout } = await execa('bash', ['-c', script], {
      cwd,
      env: { HOME: folder, COLUMNS: '120', JSNAP_STORE: undefined },
    })
    cwd = readFileSync(join(folder, '.cwd'), 'utf8').trim()
    expect(steady(stdout, folder), command).toEqual(steady(output, folder))
  }
})

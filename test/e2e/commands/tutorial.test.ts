import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../helpers/scratch.ts'
import { typedCommands } from './typed-commands.ts'

const root = join(import.meta.dirname, '..', '..', '..')

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
  const commands = typedCommands(readFileSync(join(root, 'docs', 'tutorial.md'), 'utf8'))
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

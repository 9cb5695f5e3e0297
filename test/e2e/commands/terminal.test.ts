import { describe, expect, onTestFinished, test } from 'vitest'
import { Account } from '../../../fixtures/endpoint/account.ts'
import { onTerminal, type OnTerminal, type Screen } from '../../helpers/terminal-screen.ts'
import { serve } from '../account-on-endpoint.ts'
import { LAUNCHER, USER_FOLDERS } from '../jsnap-command.ts'

const SIZES = [
  [120, 40],
  [80, 24],
  [80, 15],
  [40, 20],
] as const

/** Types a command on a terminal, beside an account whose objects come slowly. */
async function typing(milliseconds = 400) {
  const account = new Account()
  account.createBucket('shop')
  for (let i = 0; i < 8; i++) account.putObject('shop', `page-${i}.html`, `<h1>page ${i}</h1>\n`)
  const served = await serve(account)
  onTestFinished(() => served.close())
  served.endpoint.faults.push({ match: { operation: 'GetObject' }, kind: 'delay', milliseconds })
  const type = (args: readonly string[], options: Partial<OnTerminal> = {}): Promise<Screen> =>
    onTerminal([process.execPath, LAUNCHER, ...args], {
      columns: 80,
      rows: 24,
      cwd: served.folder,
      ...options,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: served.folder,
        TERM: 'xterm-256color',
        ...USER_FOLDERS,
        ...served.surroundings.env,
        ...options.env,
      },
    })
  return { ...served, type }
}

describe('on a terminal', () => {
  test.each(SIZES)(
    'of %ix%i a commit shows progress that fits, and ends with its summary',
    async (columns, rows) => {
      const { type } = await typing()
      let most = 0
      const { exitCode, lines, scrolled } = await type(['commit', '-m', 'v1'], {
        columns,
        rows,
        onScreen(shown) {
          if (shown.some((line) => /^\d+ entr(y|ies), .* requests?, /.test(line)))
            most = Math.max(most, shown.length)
          return undefined
        },
      })
      expect(exitCode).toBe(0)
      // Something was drawn, never higher than the terminal beside the note above it, and nothing of it is left.
      expect(most).toBeGreaterThan(2)
      expect(most).toBeLessThanOrEqual(rows)
      expect(lines.filter((line) => /waits for|under way|listing/.test(line))).toEqual([])
      const text = lines.join('\n')
      expect(text).toMatch(/v1 {2}[0-9a-f]{12} {2}\+12 ~0 -0\n/)
      expect(lines.findLastIndex((line) => line.startsWith('v1 '))).toBeGreaterThanOrEqual(lines.length - 4)
      expect(scrolled).toBeLessThan(40)
    },
  )

  test('Ctrl-C says that the work is being finished, and what remains is readable', async () => {
    const { type } = await typing(3000)
    let pressed = false
    const { exitCode, lines } = await type(['commit', '-m', 'v1'], {
      rows: 15,
      onScreen(shown) {
        if (pressed || !shown.some((line) => line.startsWith('s3 '))) return undefined
        pressed = true
        return '\u0003'
      },
    })
    expect(exitCode).toBe(130)
    expect(
      lines
        .map((line) => line.replace(/^\^C/, ''))
        .filter((line) => !line.startsWith('created a store') && !/^\/|jsnap$/.test(line)),
    ).toEqual([
      'interrupted: finishing the work in progress; press Ctrl-C again to stop at once',
      'error: interrupted',
      'hint: what was read is kept: running the same commit again continues from there',
    ])
  })

  test('that cannot move its cursor, nothing is drawn and no pager is run', async () => {
    const { type } = await typing(50)
    const env = { TERM: 'dumb' }
    const made = await type(['commit', '-m', 'v1'], { env })
    expect(made.lines.join('\n')).not.toMatch(/waits for|under way|listing/)
    for (let i = 0; i < 3; i++) {
      const { exitCode, lines } = await type(['ls', '-l'], { env, rows: 5 })
      expect([exitCode, lines.length > 5]).toEqual([0, true])
    }
  })
})

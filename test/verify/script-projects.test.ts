import { expect, test } from 'vitest'
import { checkScriptProjects } from '../../src/verify/script-projects.ts'
import { linesOf, subjectOf } from './verified.ts'

const file = (path: string, content: string) => ({
  path: `gas-projects/${path}`,
  type: 'file' as const,
  content,
})
const manifest = JSON.stringify({ dependencies: { libraries: [{}, {}] }, oauthScopes: ['mail'] })

test('a project has its manifest and the files that clasp names', async () => {
  const unread = { path: 'gas-projects/unread/', type: 'unknown' as const, meta: { reason: 'ClaspError' } }
  const subject = await subjectOf(
    [
      file('mail/appsscript.json', manifest),
      file('mail/Code.js', '1'),
      file('stock/appsscript.json', '{ half'),
      file('stock/Code.js', '1'),
      unread,
    ],
    {
      listed: ['mail/Code.js', 'stock/Code.js', 'stock/Gone.js'].map((path) => ({
        path: `gas-projects/${path}`,
      })),
    },
  )
  expect(linesOf(checkScriptProjects(subject))).toEqual([
    'failed: 3 projects, 3 files, 2 libraries, 1 scope',
    'gas-projects/stock/appsscript.json: no readable manifest',
    'gas-projects/stock/Gone.js: missing',
    'gas-projects/unread/: not captured: ClaspError',
  ])
})

test('without projects the check is skipped', async () => {
  expect(linesOf(checkScriptProjects(await subjectOf([])))).toEqual(['skipped: no projects'])
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run as blame } from '../../src/commands/blame.ts'
import { run as diff } from '../../src/commands/diff.ts'
import { run as find } from '../../src/commands/find.ts'
import { run as log } from '../../src/commands/log.ts'
import { run as ls } from '../../src/commands/ls.ts'
import { run as query } from '../../src/commands/query.ts'
import { run as show } from '../../src/commands/show.ts'
import { runCommand } from '../helpers/run-command.ts'
import { config, storeOfVersions } from '../helpers/store-of-versions.ts'

/** An escape sequence in seven bits and in eight, marks that turn the text around, ends of lines, half of a character. */
const EVIL = 'x\u001b[2J\u009b31m\u0085\u007f\u202e\u2066\u2028\u2029\ud800y'
const PATH = `route53/hosted-zones/${EVIL}.json`
// Whatever a terminal acts upon, but the ends of lines that jsnap writes.
const HARMFUL = /[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800]/

const problem = { path: PATH, operation: 'route53:Get', code: 'Denied', message: EVIL }
const about = {
  message: EVIL,
  complete: false,
  problems: [problem],
  notCovered: [{ path: `${PATH}2`, reason: EVIL }],
  findings: { count: 1, listed: [{ path: PATH, line: 1, rule: 'aws' }] },
}

const noPager = { pager: false }
const twoVersions = { ...noPager, version: 'v1.0', more: ['v1.1'] }

async function evilStore() {
  const rest = { meta: { contentType: EVIL } }
  const { folder, store } = await storeOfVersions(
    { made: [config(PATH, { Name: EVIL, [EVIL]: 1, List: [EVIL] }, rest)], about },
    {
      made: [
        config(
          PATH,
          { Name: `${EVIL}2`, [EVIL]: EVIL, List: [`${EVIL}3`] },
          { meta: { contentType: `${EVIL}4` } },
        ),
        { path: `s3-buckets/${EVIL}/k`, content: `${EVIL}\n` },
      ],
      about,
    },
  )
  store.close()
  return folder
}

test('no output of a command passes on what a terminal acts upon, and JSON is the same value', async () => {
  const folder = await evilStore()
  const page = join(folder, 'page.html')
  const runs = {
    ls: await runCommand(ls, { paths: [], version: 'v1.1' }, folder),
    'ls -l': await runCommand(ls, { paths: [], version: 'v1.1', long: true }, folder),
    'ls --json': await runCommand(ls, { paths: [], version: 'v1.1', json: true }, folder),
    log: await runCommand(log, { ...noPager, paths: [] }, folder),
    'log PATH': await runCommand(log, { ...noPager, paths: [PATH] }, folder),
    'log --json': await runCommand(log, { ...noPager, paths: [], json: true }, folder),
    show: await runCommand(show, { version: 'v1.1' }, folder),
    'show --json': await runCommand(show, { version: 'v1.1', json: true }, folder),
    'show PATH': await runCommand(show, { version: `v1.1:${PATH}` }, folder),
    diff: await runCommand(diff, { ...twoVersions }, folder),
    'diff --stat': await runCommand(diff, { ...twoVersions, stat: true }, folder),
    'diff --name-status': await runCommand(diff, { ...twoVersions, nameStatus: true }, folder),
    'diff --summary': await runCommand(diff, { ...twoVersions, summary: true }, folder),
    'diff --json': await runCommand(diff, { ...twoVersions, json: true }, folder),
    'diff --html': await runCommand(diff, { ...twoVersions, html: page }, folder),
    blame: await runCommand(blame, { ...noPager, address: `v1.1:${PATH}` }, folder),
    'blame --json': await runCommand(blame, { ...noPager, address: `v1.1:${PATH}`, json: true }, folder),
    find: await runCommand(find, { ...noPager, path: ['**'] }, folder),
    'find --text': await runCommand(find, { ...noPager, text: 'x' }, folder),
    'find --json': await runCommand(find, { ...noPager, path: ['**'], json: true }, folder),
    query: await runCommand(query, { ...noPager, sql: 'SELECT path, meta FROM entries' }, folder),
    'query --csv': await runCommand(
      query,
      { ...noPager, sql: 'SELECT path, meta FROM entries', csv: true },
      folder,
    ),
    'query --json': await runCommand(
      query,
      { ...noPager, sql: 'SELECT path, meta FROM entries', json: true },
      folder,
    ),
  }
  expect.soft(HARMFUL.exec(readFileSync(page, 'utf8')), 'the page').toBeNull()
  for (const [name, { stdout, stderr }] of Object.entries(runs)) {
    expect.soft(HARMFUL.exec(stdout.replaceAll('\r\n', '\n')), name).toBeNull()
    expect.soft(HARMFUL.exec(stderr), name).toBeNull()
  }
  const [first] = runs['ls --json'].stdout.split('\n')
  expect(JSON.parse(first ?? '')).toMatchObject({ path: PATH, meta: { contentType: `${EVIL}4` } })
})

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { printError } from '../../src/cli/print-error.ts'
import { run as blame } from '../../src/commands/blame.ts'
import { run as cat } from '../../src/commands/cat.ts'
import { run as checkout } from '../../src/commands/checkout.ts'
import { commit } from '../helpers/run-commit.ts'
import { run as diff } from '../../src/commands/diff.ts'
import { run as find } from '../../src/commands/find.ts'
import { run as fsck } from '../../src/commands/fsck.ts'
import { run as log } from '../../src/commands/log.ts'
import { run as ls } from '../../src/commands/ls.ts'
import { run as query } from '../../src/commands/query.ts'
import { run as secretsList } from '../../src/commands/secrets-list.ts'
import { run as show } from '../../src/commands/show.ts'
import { run as status } from '../../src/commands/status.ts'
import { run as verify } from '../../src/commands/verify.ts'
import type { Commit } from '../../src/model/commit.ts'
import { digestOf } from '../../src/model/digest.ts'
import type { CommonOptions, Run } from '../../src/terminal/context.ts'
import { contextIn, runCommand } from '../helpers/run-command.ts'
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
  by: { arn: `arn:aws:sts::1:assumed-role/${EVIL}/s`, user: EVIL, host: EVIL },
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
    find: await runCommand(find, { patterns: [], ...noPager, path: ['**'] }, folder),
    'find --text': await runCommand(find, { patterns: [], ...noPager, text: 'x' }, folder),
    'find --json': await runCommand(find, { patterns: [], ...noPager, path: ['**'], json: true }, folder),
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

/** A text that says where it stands, with what a terminal acts upon and what would begin a line of its own. */
const evil = (where: string) =>
  `${where}\u001b[2J\u009b31m\u0007\u202e\u2066\u2028\nINJECTED ${where}\r\u001b[8m`

const places = (where: string) => `local/site/${evil(where)}`

/** A commit of which every text is somebody's who means no good; the account is a sound one where another is refused. */
function evilCommit(i: number, account: string): Partial<Commit> {
  const at = (where: string) => evil(`${where}-${i}`)
  const isSound = /^\d+$/.test(account)
  const list = `{"secrets":[{"path":${JSON.stringify(at('secret-path'))},"name":${JSON.stringify(at('secret-name'))},"marker":${JSON.stringify(at('marker'))}}]}`
  return {
    name: `${i}${evil('name').replace('\n', '')}`,
    message: at('message'),
    tool: at('tool'),
    account,
    regions: [at('region')],
    complete: false,
    sources: [
      { name: at('source'), entries: 1, bytes: 1, durationMs: 1 },
      { name: at('empty-source'), entries: 0, bytes: 0, durationMs: 1 },
    ],
    scope: {
      account,
      partition: isSound ? 'aws' : evil('partition'),
      primaryRegion: isSound ? 'us-east-1' : evil('primary-region'),
      regions: [isSound ? 'us-east-1' : evil('primary-region')],
      sources: ['local', at('scope-source')],
      only: i === 0 ? [] : [at('only')],
      skip: i === 0 ? [] : [at('skip')],
      s3: {
        include: [at('include')],
        exclude: [at('exclude')],
        buckets: { [at('bucket')]: { include: [at('bucket-include')] } },
      },
      tables: { data: true, include: [at('table-include')], exclude: [at('table-exclude')] },
      local: {
        folders: {
          site: { path: at('folder-path'), ignore: [at('ignore')] },
          [at('folder')]: { path: 'x', ignore: [] },
        },
        tooling: false,
      },
      gas: { [at('project')]: at('script') },
      webhooks: [at('webhook')],
      declarations: {},
    },
    problems: [
      {
        path: at('problem-path'),
        operation: at('operation'),
        code: at('code'),
        message: at('problem-message'),
      },
      {
        path: places(`unknown-${i}/`),
        operation: at('operation-2'),
        code: at('code-2'),
        message: at('code-2'),
      },
    ],
    notCovered: [{ path: at('gap-path'), reason: at('gap-reason'), except: [at('except')] }],
    notLookedAt: [{ source: at('looked-source'), what: at('looked-what'), objects: 3 }],
    notes: [at('note')],
    findings: {
      count: 1,
      listed: [{ path: at('finding-path'), line: 1, rule: at('rule') }],
    },
    secrets: {
      count: 1,
      names: digestOf(list),
      sealed: null,
      recipients: [at('recipient')],
      keyId: at('key-id'),
    },
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((file) => statSync(file).isFile())
}

test.each(['123456789012', evil('account')])(
  'no text of a commit object reaches a terminal, a page or a manifest as it is (account %j)',
  async (account) => {
    const made = [0, 1].map((i) => {
      const about = evilCommit(i, account)
      const at = (where: string) => JSON.stringify(evil(`${where}-${i}`))
      return {
        made: [
          config(places('document'), { Name: evil(`value-${i}`), [evil('member')]: i }),
          { path: places('text'), content: `${evil('line')} ${i}\n` },
          {
            path: places(`unknown-${i}/`),
            type: 'unknown' as const,
            meta: { code: evil('stub-code'), reason: evil('stub-reason') },
          },
          {
            path: `local/site/names-${i}`,
            content: `{"secrets":[{"path":${at('secret-path')},"name":${at('secret-name')},"marker":${at('marker')}}]}`,
          },
        ],
        about,
      }
    })
    const { folder, store, versions } = await storeOfVersions(...made)
    store.close()
    const [first = '', second = ''] = versions.map(({ name }) => name ?? '')
    const id = versions[1]?.id ?? ''
    const page = join(folder, 'page.html')
    const out = join(folder, 'out')
    const more = { ...noPager, version: first, more: [second] }
    const printed = { stdout: '', stderr: '' }
    const io = contextIn(folder, printed).io
    const harmful = async <Options extends CommonOptions>(
      what: string,
      run: Run<Options>,
      options: Options,
    ) => {
      Object.assign(printed, { stdout: '', stderr: '' })
      try {
        await run(options, contextIn(folder, printed, true))
      } catch (error) {
        printError(error, io, options.json === true, false, '0.1.0')
      }
      expect.soft(printed.stdout + printed.stderr, `${what} says nothing`).not.toBe('')
      expect.soft(printed.stderr, what).not.toContain('internal error')
      // In a cell of CSV a line may end, and so does each row.
      const isCsv = 'csv' in options && options.csv === true
      expectHarmless(isCsv ? printed.stdout.replaceAll(/\r?\n/g, ' ') : printed.stdout, what)
      expectHarmless(printed.stderr, `${what}: stderr`)
    }
    for (const json of [false, true]) {
      const say = (what: string) => (json ? `${what} --json` : what)
      for (const version of ['HEAD', 'HEAD~1', first, 'nowhere', second.slice(0, 3), id.slice(0, 4)])
        await harmful(say(`show ${version}`), show, { version, json })
      await harmful(say('show PATH'), show, { version: `HEAD:${places('unknown-1/')}`, json })
      for (const oneline of [false, true])
        await harmful(say('log'), log, { ...noPager, paths: [], oneline, json })
      await harmful(say('log --stat'), log, { ...noPager, paths: [], stat: true, json })
      for (const path of [places('document'), 'lambda', 'nowhere', places('unknown-1/')]) {
        await harmful(say(`log ${path}`), log, { ...noPager, paths: [path], json })
        await harmful(say(`ls ${path}`), ls, { paths: [path], long: true, json })
        // What it prints of an entry is the content, byte for byte.
        if (path !== places('document')) await harmful(say(`cat ${path}`), cat, { address: path, json })
        await harmful(say(`blame ${path}`), blame, { ...noPager, address: path, json })
        await harmful(say(`find ${path}`), find, { patterns: [], ...noPager, path: [path], json })
        await harmful(say(`status ${path}`), status, { paths: [path], json })
        await harmful(say(`diff ${path}`), diff, { ...more, more: [second, path], json })
      }
      await harmful(say('find --text'), find, { patterns: [], ...noPager, text: 'line', json })
      for (const part of [
        {},
        { stat: true },
        { patch: true },
        { summary: true },
        { nameStatus: true },
        { html: page },
      ])
        await harmful(say(`diff ${JSON.stringify(part)}`), diff, { ...more, ...part, json })
      await harmful(say('diff live'), diff, { ...more, more: ['live'], json })
      for (const table of ['versions', 'entries', 'changes', 'resources'])
        for (const csv of json ? [false] : [false, true])
          await harmful(say(`query ${table}`), query, {
            ...noPager,
            sql: `SELECT * FROM ${table}`,
            all: true,
            csv,
            json,
          })
      await harmful(say('query a name'), query, { ...noPager, sql: 'SELECT 1', version: 'nowhere', json })
      await harmful(say('verify'), verify, { version: second, full: true, json })
      await harmful(say('fsck'), fsck, { full: true, json })
      await harmful(say('secrets list'), secretsList, { version: second, paths: [], json })
      await harmful(say('checkout'), checkout, {
        version: second,
        target: out,
        paths: [],
        force: true,
        verify: true,
        json,
      })
      await harmful(say('commit'), commit, { message: 'next', only: ['local'], json })
      await harmful(say('commit again'), commit, { message: second, only: ['local'], json })
    }
    expectHarmless(readFileSync(page, 'utf8'), 'the page')
    const views = filesBelow(out).filter((file) => file.endsWith('.md'))
    expect(views).not.toEqual([])
    for (const file of views) expectHarmless(readFileSync(file, 'utf8'), file)
  },
)

function expectHarmless(text: string, what: string): void {
  const at = [HARMFUL, /^INJECTED/m].map((one) => one.exec(text)?.index).find((index) => index !== undefined)
  const around = at === undefined ? '' : JSON.stringify(text.slice(Math.max(0, at - 20), at + 40))
  expect.soft(around, what).toBe('')
}

import { expect, test } from 'vitest'
import { canonicalJson } from '../../src/model/canonical-json.ts'
import { digestOf } from '../../src/model/digest.ts'
import { run as blame } from '../../src/commands/blame.ts'
import { run as ls } from '../../src/commands/ls.ts'
import { run as query } from '../../src/commands/query.ts'
import { run as show } from '../../src/commands/show.ts'
import { run as verify } from '../../src/commands/verify.ts'
import type { Commit } from '../../src/model/commit.ts'
import { NOTHING_ASKED, type Scope } from '../../src/model/scope.ts'
import { runCommand } from '../helpers/run-command.ts'
import { config, storeOfVersions } from '../helpers/store-of-versions.ts'

/** The declaration of the source lambda, stored as a file of the version. */
const DECLARED = canonicalJson({ prefixes: ['lambda/'], kinds: [] })
const LAMBDA: Scope = { ...NOTHING_ASKED, only: ['lambda'], declarations: { lambda: digestOf(DECLARED) } }
const ZONE = 'route53/dns-records/shop.example.json'
const FUNCTION = 'lambda/functions/f/config.json'
const whole = [config(ZONE, { records: [] }), config(FUNCTION, { Timeout: 3 })]
const declared = { path: 'lambda/declared', content: DECLARED }

/** Versions v1.0 whole, and v1.1 of Lambda alone, which is HEAD. */
function stores(about: Partial<Commit>): Promise<{ readonly folder: string }> {
  return storeOfVersions({ made: whole }, { made: [...whole.slice(1), declared], about })
}

test.each<[string, Partial<Commit>]>([
  ['as its scope says', { scope: LAMBDA }],
  ['as an older one says', { notCovered: [{ path: 'route53/', reason: 'left out by --only lambda' }] }],
])(
  'without a version, a partial HEAD gives way to the newest that was asked for all: %s',
  async (_, about) => {
    const { folder } = await stores(about)
    const note = 'v1.1 was made with --only lambda: this is v1.0\n'
    expect(await runCommand(ls, { paths: [] }, folder)).toMatchObject({
      stdout: `${FUNCTION}\n${ZONE}\n`,
      stderr: note,
    })
    expect((await runCommand(verify, {}, folder)).stderr).toContain(note)
    expect((await runCommand(blame, { address: ZONE, pager: false }, folder)).stderr).toBe(note)
    const asked = await runCommand(query, { sql: 'SELECT version FROM zones', pager: false }, folder)
    expect(asked.stderr).toContain(note)
  },
)

test('without a version, HEAD is asked about what it was asked for', async () => {
  const { folder } = await stores({ scope: LAMBDA })
  expect((await runCommand(blame, { address: FUNCTION, pager: false }, folder)).stderr).toBe('')
  expect((await runCommand(ls, { paths: ['lambda/functions'] }, folder)).stderr).toBe('')
  expect((await runCommand(ls, { paths: [], version: 'HEAD' }, folder)).stdout).toBe(
    `${declared.path}\n${FUNCTION}\n`,
  )
  expect((await runCommand(show, {}, folder)).stdout).toMatch(/^v1\.1\n[^]*\npartial {2}--only lambda\n/)
})

test('when no version was asked for more, HEAD is what there is', async () => {
  const { folder } = await storeOfVersions({ made: [...whole, declared], about: { scope: LAMBDA } })
  expect((await runCommand(ls, { paths: [] }, folder)).stderr).toBe(
    'v1.0 was made with --only lambda, and no version covers more\n',
  )
})

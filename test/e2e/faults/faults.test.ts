import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seededContent } from '../../../fixtures/generated-account.ts'
import { digestsBelow } from '../folder-digests.ts'
import { succeed, type Ran, type Surroundings } from '../jsnap-command.ts'
import { callsOf, compileFaults, runWithFault, type Fault } from './faulty-command.ts'

/** `JSNAP_FAULTS=all` tries every call, a number so many for each kind of fault; the short form is four. */
const { JSNAP_FAULTS = '4' } = process.env
const TRIED_OF_EACH = JSNAP_FAULTS === 'all' ? Infinity : Number(JSNAP_FAULTS)
/** A command and what follows it take two seconds at most. */
const MOST_MS = TRIED_OF_EACH > 100 ? 4 * 3600_000 : TRIED_OF_EACH * 150_000

/** Those of the workers, and the main one, which writes views. */
const WRITING_THREADS = 5

const KINDS: readonly Omit<Fault, 'at'>[] = [
  { kind: 'kill' },
  { kind: 'tear' },
  ...(['ENOSPC', 'EIO', 'EACCES', 'EROFS'] as const).flatMap((code) => [
    { kind: 'once' as const, code },
    { kind: 'from' as const, code },
  ]),
]

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'jsnap-faults-')))
const library = compileFaults(scratch)
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

interface Version {
  readonly id: string
  readonly name: string
  readonly tree: string
  readonly complete: boolean
}

/** Where a command is tried: its arguments, what it starts from, and what must hold after it. */
interface Scene {
  readonly args: readonly string[]
  readonly base: string
  /** Folders of the scene whose calls are counted. */
  readonly below: readonly string[]
  readonly after: (ran: Ran, surroundings: Surroundings, fault: Fault) => Promise<void>
}

let first: Version
/** What the interrupted commit makes when nothing disturbs it. */
let second: Version
let contents: ReadonlySet<string>

async function versionsOf(surroundings: Surroundings): Promise<Version[]> {
  const { versions } = (await succeed(['log', '--json'], surroundings)).json() as { versions: Version[] }
  return versions.map(({ id, name, tree, complete }) => ({ id, name, tree, complete }))
}

/** A copy of a folder, with the file times by which a commit knows what has not moved. */
function copyOf(base: string): Surroundings {
  const cwd = mkdtempSync(join(scratch, 'scene-'))
  cpSync(base, cwd, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
  return { cwd }
}

const committed = join(scratch, 'committed')
const unindexed = join(scratch, 'unindexed')

beforeAll(async () => {
  if (library === undefined) return
  const site = join(committed, 'site')
  mkdirSync(site, { recursive: true })
  writeFileSync(join(committed, 'jsnap.config.json'), JSON.stringify({ local: { site: { path: 'site' } } }))
  writeFileSync(join(site, '.env'), 'PASSWORD="of the shop"\n')
  for (let page = 0; page < 20; page++)
    writeFileSync(join(site, `page-${page}.html`), `<h1>page ${page}</h1>\n`)
  writeFileSync(join(site, 'dump.sql'), seededContent(1, 1_200_000).read(0, 1_200_000))
  await succeed(['commit', '--only', 'local', '-m', 'v1'], { cwd: committed })

  writeFileSync(join(site, 'new.sql'), seededContent(2, 1_500_000).read(0, 1_500_000))
  for (let page = 10; page < 30; page++)
    writeFileSync(join(site, `page-${page}.html`), `<h1>new ${page}</h1>\n`)
  const undisturbed = copyOf(committed)
  await succeed(['commit', '--only', 'local', '-m', 'v2'], undisturbed)
  const [newest, oldest] = await versionsOf(undisturbed)
  if (newest === undefined || oldest === undefined) throw new Error('two versions were made')
  ;[second, first] = [newest, oldest]
  contents = new Set(digestsBelow(await checkedOut(undisturbed)).values())

  cpSync(join(undisturbed.cwd, '.jsnap'), join(unindexed, '.jsnap'), { recursive: true })
  for (const file of readdirSync(join(unindexed, '.jsnap')).filter((name) => name.startsWith('index.sqlite')))
    rmSync(join(unindexed, '.jsnap', file))
})

async function checkedOut(surroundings: Surroundings): Promise<string> {
  const out = join(surroundings.cwd, 'out')
  await succeed(['checkout', 'v2', out], surroundings)
  return out
}

/** A failure is told by its code and in words; a command that was not hit, or got over it, has done everything. */
function expectAnswer({ exitCode, stderr }: Ran, { kind }: Fault, codes: readonly number[]): void {
  expect(stderr).not.toMatch(/internal error|please report|node:internal|^\s+at /m)
  if (kind === 'kill' || kind === 'tear') expect([0, 137]).toContain(exitCode)
  else expect([0, ...codes], stderr).toContain(exitCode)
  if (exitCode === 13) expect(stderr).toMatch(/error: .*(the store|disk of the store)/)
  if (exitCode === 1) expect(stderr).toMatch(/error: cannot write /)
}

async function tryFault(scene: Scene, fault: Fault, codes: readonly number[]): Promise<number> {
  const surroundings = copyOf(scene.base)
  try {
    const below = scene.below.map((folder) => join(surroundings.cwd, folder))
    const ran = await runWithFault(library ?? '', scene.args, surroundings, below, fault)
    expectAnswer(ran, fault, codes)
    await scene.after(ran, surroundings, fault)
    return ran.exitCode
  } catch (error) {
    throw new Error(`at ${JSON.stringify(fault)}`, { cause: error })
  } finally {
    rmSync(surroundings.cwd, { recursive: true, force: true })
  }
}

/** The numbers of the calls that are tried: all, or some spread over them, with the first and the last. */
function triedOf(calls: number): number[] {
  if (TRIED_OF_EACH >= calls) return Array.from({ length: calls }, (_, i) => i + 1)
  const step = Math.max(1, (calls - 1) / (TRIED_OF_EACH - 1))
  return [
    ...new Set(Array.from({ length: TRIED_OF_EACH }, (_, i) => Math.min(calls, Math.round(1 + i * step)))),
  ]
}

const commit: Scene = {
  args: ['commit', '--only', 'local', '-m', 'v2'],
  base: committed,
  below: ['.jsnap'],
  async after({ exitCode }, surroundings) {
    await succeed(['fsck', '--full'], surroundings)
    const versions = await versionsOf(surroundings)
    expect(versions.at(-1)).toEqual(first)
    if (exitCode === 0) expect(versions).toHaveLength(2)
    if (versions.length === 1) await succeed(commit.args, surroundings)
    const [newest, ...older] = await versionsOf(surroundings)
    expect(newest).toMatchObject({ name: 'v2', tree: second.tree, complete: true })
    expect(older).toEqual([first])
    // What follows is undisturbed, and nothing of it was lost on the way.
    await succeed(['commit', '--only', 'local', '-m', 'v3'], surroundings)
    await succeed(['fsck', '--full'], surroundings)
  },
}

const repair: Scene = {
  args: ['fsck', '--repair'],
  base: unindexed,
  below: ['.jsnap'],
  async after(_, surroundings) {
    await succeed(['fsck', '--repair'], surroundings)
    await succeed(['fsck', '--full'], surroundings)
    expect(await versionsOf(surroundings)).toEqual([second, first])
  },
}

const checkout: Scene = {
  args: ['checkout', 'v2', 'out'],
  base: unindexed,
  below: ['out'],
  async after(_, surroundings, { kind, code = '' }) {
    const out = join(surroundings.cwd, 'out')
    // What grows beside its place has a name that no path has; the next checkout removes it.
    const half = [...digestsBelow(out)].filter(
      ([file, digest]) => !contents.has(digest) && !file.includes('/%~'),
    )
    // Those that were being written stay, one for each thread, where nothing removes them any more: after a kill, and
    // where the disk lets nothing go. Any other failure leaves none.
    const stays = kind === 'kill' || kind === 'tear' || (kind === 'from' && /EACCES|EROFS/.test(code))
    expect(half.length, half.join()).toBeLessThanOrEqual(stays ? WRITING_THREADS : 0)
    await succeed(['checkout', 'v2', 'out', '--force', '--verify'], surroundings)
    expect(new Set(digestsBelow(out).values())).toEqual(contents)
  },
}

describe.skipIf(library === undefined)(
  `whatever call is the last, or fails (JSNAP_FAULTS=${JSNAP_FAULTS})`,
  () => {
    test.each([
      ['commit', commit, [13]],
      ['fsck --repair', repair, [13]],
      ['checkout', checkout, [1]],
    ] as const)(
      '%s leaves earlier versions whole and nothing half visible, and the next run succeeds',
      async (_, scene, codes) => {
        const undisturbed = copyOf(scene.base)
        const below = scene.below.map((folder) => join(undisturbed.cwd, folder))
        const calls = await callsOf(library ?? '', scene.args, undisturbed, below)
        expect(calls.length).toBeGreaterThan(10)
        const exitCodes = new Set<number>()
        const faults = KINDS.flatMap((kind) => triedOf(calls.length).map((at) => ({ at, ...kind })))
        console.log(`${scene.args.join(' ')}: ${faults.length} faults at ${calls.length} calls`)
        const waiting = faults.values()
        const lane = async () => {
          for (const fault of waiting) exitCodes.add(await tryFault(scene, fault, codes))
        }
        await Promise.all([lane(), lane()])
        // It was killed, and it failed: the library was at work.
        expect(exitCodes).toContain(137)
        for (const code of codes) expect(exitCodes).toContain(code)
      },
      MOST_MS,
    )
  },
)

test.runIf(library === undefined)(
  'faults are skipped: there is no compiler for the library on this system',
  () => {
    console.log('skipped: no cc, or not Linux')
  },
)

import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateAccount, seededContent } from '../../../fixtures/generated-account.ts'
import { parseEntry } from '../../../src/model/entry.ts'
import { Journal } from '../../../src/store/journal.ts'
import { serve, type AccountOnEndpoint } from '../account-on-endpoint.ts'
import { startJsnap } from '../jsnap-command.ts'

const SEED = Number(process.env['JSNAP_TEST_SEED'] ?? 20_261_123)
const ROUNDS = 5
const KILLS_A_ROUND = 4
const OBJECTS = 1200
/** Several batches for each of the threads that read. */
const NEW_OBJECTS_A_ROUND = 2000

/** A version as `log --json` tells of it. */
interface Version {
  readonly id: string
  readonly name: string
  readonly tree: string
  readonly complete: boolean
  readonly counts: unknown
}

let served: AccountOnEndpoint
/** Another store of the same account, whose commits nobody disturbs. */
const undisturbed = (name: string) => served.commit('-m', name, '--store', 'undisturbed')
const random = randomNumbers(SEED)
/** Newest first. */
const finished: Version[] = []
/** How many paths later runs could take up from killed ones. */
let takenUp = 0

beforeAll(async () => {
  served = await serve(generateAccount(OBJECTS))
  served.account.createBucket('dumps')
})
afterAll(() => served.close())

describe(`a commit that is killed again and again (JSNAP_TEST_SEED=${SEED})`, () => {
  test.each(Array.from({ length: ROUNDS }, (_, round) => round))('round %i', async (round) => {
    const { account, endpoint, commit } = served
    for (let i = 0; i < NEW_OBJECTS_A_ROUND; i++)
      account.putObject(
        'generated-00',
        `round-${round}/new-${i}`,
        seededContent(round * 1e6 + i, 300 + ((i * 37) % 5000)),
      )
    // Large enough to be read in pieces, and to be found half read.
    account.putObject('dumps', `${round}.dump`, seededContent(9e6 + round, 6 * 1024 * 1024))
    const reference = await undisturbed(`v${round}`)
    const requests = reference.requests['s3:GetObject'] ?? 0

    for (let kill = 0; kill < KILLS_A_ROUND; kill++) {
      await killAtSomeMoment(`v${round}`, requests)
      await expectNoFault()
      if ((await versions()).length > round) break // it was killed after all had been done
      expect(await versions()).toEqual(finished)
    }

    if ((await versions()).length === round) {
      const stored = journaledPaths()
      takenUp += stored.size
      endpoint.resetRequests()
      await commit('-m', `v${round}`)
      const readAgain = endpoint.log
        .filter(({ operation }) => operation === 'GetObject')
        .map(({ bucket = '', key = '' }) => `s3-buckets/${bucket}/${key}`)
        .filter((path) => stored.has(path))
      expect(readAgain).toEqual([])
      await expectNoFault()
    }
    const [newest, ...older] = await versions()
    expect(older).toEqual(finished)
    expect(newest).toMatchObject({
      name: `v${round}`,
      tree: reference.tree,
      complete: true,
      counts: reference.counts,
    })
    if (newest !== undefined) finished.unshift(newest)
  })

  test('leaves something to take up', () => {
    expect(takenUp).toBeGreaterThan(OBJECTS)
  })

  test('leaves versions that come back byte by byte', async () => {
    const { exitCode, stderr } = await served.run('checkout', 'HEAD', 'out', '--verify')
    expect(exitCode, stderr).toBe(0)
  })
})

/** Starts a commit and ends it with SIGKILL: at its start, at one of its requests, or shortly after the last of them. */
async function killAtSomeMoment(name: string, requests: number): Promise<void> {
  const { endpoint, surroundings } = served
  const moment = random()
  const missing = requests - journaledPaths().size
  const request = Math.ceil(random() * missing)
  const extra = random() * 400
  endpoint.resetRequests()
  // Stretches the reading, so that not everything happens within the first moment.
  endpoint.faults.splice(0, Infinity, {
    match: { operation: 'GetObject' },
    every: 40,
    kind: 'delay',
    milliseconds: 30,
  })
  const reached = new Promise<void>((resolve) => {
    endpoint.onRequest = () => {
      const count = endpoint.requests['s3:GetObject'] ?? 0
      if (moment < 0.15 || count >= (moment < 0.7 ? request : missing)) resolve()
    }
  })
  const commit = startJsnap(['commit', '-m', name], surroundings)
  // What was stored before a kill is not asked for again, so the awaited request may never come.
  await Promise.race([moment < 0.1 ? sleep(extra) : reached, commit])
  if (moment >= 0.7) await sleep(extra)
  commit.kill('SIGKILL')
  await commit
  endpoint.onRequest = undefined
  endpoint.faults.length = 0
}

async function expectNoFault(): Promise<void> {
  const { exitCode, stdout, stderr } = await served.run('fsck', '--full')
  // Killed before it was made, there is no store yet.
  if (finished.length === 0 && exitCode === 10) return
  expect(exitCode, stdout + stderr).toBe(0)
}

/** All versions, newest first. */
async function versions(): Promise<Version[]> {
  const { exitCode, stdout } = await served.run('log', '--json')
  return exitCode === 10 ? [] : (JSON.parse(stdout) as { versions: Version[] }).versions
}

/** The paths whose bytes are in the store though no version has them yet. */
function journaledPaths(): Set<string> {
  const rows = new Journal(join(served.folder, '.jsnap', 'journal')).read()
  return new Set(rows.map(({ entry }) => parseEntry(entry).path))
}

/** Numbers between 0 and 1, the same for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

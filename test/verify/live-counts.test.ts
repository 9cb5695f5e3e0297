import { expect, test } from 'vitest'
import { Asked } from '../../src/model/asked.ts'
import { canonicalJson } from '../../src/model/canonical-json.ts'
import { digestOf } from '../../src/model/digest.ts'
import type { Declared } from '../../src/model/declared.ts'
import type { Scope } from '../../src/model/scope.ts'
import { checkLiveCounts } from '../../src/verify/live-counts.ts'
import { VerifiedVersion } from '../../src/verify/verified-version.ts'
import { config, storeOfVersions } from '../helpers/store-of-versions.ts'

const KIND = { path: 'lambda/functions/*/config.json', list: 'lambda:ListFunctions', told: 'name' }
const LAYERS = { path: 'lambda/layers/*.json', list: 'lambda:ListLayers', told: 'name' }
const LAMBDA: Declared = { prefixes: ['lambda/'], isRegional: true, kinds: [KIND] }
const TEXT = canonicalJson({ prefixes: ['lambda/'], isRegional: true, kinds: [KIND] })
const HERE = 'lambda/functions/f/config.json'
const WEST = 'lambda/functions/f@us-west-2/config.json'
const GONE = 'lambda/functions/gone/config.json'
const LAYER = 'lambda/layers/l.json'

const scope = (regions: readonly string[]): Scope => ({
  account: null,
  partition: null,
  primaryRegion: 'us-east-1',
  regions,
  sources: ['lambda'],
  only: [],
  skip: [],
  declarations: { lambda: digestOf(TEXT) },
})

/** The paths that fail, of a version with these paths that was asked in these regions. */
async function failing(
  had: readonly string[],
  regions: readonly string[],
  asked: Asked,
  found: string[],
  unknown: string[] = [],
) {
  const { store, versions } = await storeOfVersions({
    made: [...had.map((path) => config(path, {})), { path: 'lambda/declared', content: TEXT }],
    about: { scope: scope(regions) },
  })
  const [version] = versions
  if (version === undefined) throw new Error('no version')
  const subject = new VerifiedVersion(store, version, {}, 0)
  const now = ['lambda/declared', ...found]
  const live = { found: new Map(now.map((path) => [path, null])), members: [], unknown, asked }
  const checks = checkLiveCounts(subject, live)
  store.close()
  return checks.flatMap(({ failures }) => failures.map(({ path }) => path))
}

const both = ['us-east-1', 'us-west-2']

test('what only the version or only the account now was asked for is no failure', async () => {
  const declared = new Map([['lambda', LAMBDA]])
  const east = new Asked(scope(['us-east-1']), declared)
  expect(await failing([HERE, WEST], both, east, [HERE])).toEqual([])
  const all = new Asked(scope(both), declared)
  expect(await failing([HERE], ['us-east-1'], all, [HERE, WEST])).toEqual([])
  expect(await failing([HERE, GONE], both, all, [HERE, WEST])).toEqual([GONE, WEST])
})

test('what the jsnap of the version did not know is no failure', async () => {
  const now = new Asked(scope(both), new Map([['lambda', { ...LAMBDA, kinds: [KIND, LAYERS] }]]))
  expect(await failing([HERE], both, now, [HERE, LAYER])).toEqual([])
})

test('what the version has and cannot be listed now is a failure, and no check that passed', async () => {
  const now = new Asked(scope(both), new Map([['lambda', LAMBDA]]))
  expect(await failing([HERE], both, now, [], ['lambda/functions/'])).toEqual(['lambda/functions/'])
  expect(await failing([HERE], both, now, [HERE], ['lambda/layers/'])).toEqual([])
})

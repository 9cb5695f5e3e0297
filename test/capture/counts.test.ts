import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compare } from '../../src/diff/compare/compare.ts'
import { withUnreadInBoth } from '../../src/diff/compare/unread-in-both.ts'
import { readableJson, type JsonObject } from '../../src/model/canonical-json.ts'
import type { Commit } from '../../src/model/commit.ts'
import { parseEntry } from '../../src/model/entry.ts'
import type { Sink, Source } from '../../src/sources/source.ts'
import { Store } from '../../src/store/store.ts'
import { entries } from '../../src/store/tree.ts'
import { documents } from '../helpers/documents-source.ts'
import { commitSources } from '../helpers/snapshot.ts'
import { scratchFolder } from '../helpers/scratch.ts'

/** What an account has of one function, or could not be read of it. */
type State =
  | { readonly kind: 'document' | 'partial'; readonly value: number }
  | { readonly kind: 'stub'; readonly size: number }
  | { readonly kind: 'unread' | 'unlisted' | 'absent' }

const STATES: readonly State[] = [
  { kind: 'document', value: 1 },
  { kind: 'document', value: 2 },
  { kind: 'partial', value: 1 },
  { kind: 'partial', value: 2 },
  { kind: 'stub', size: 1 },
  { kind: 'stub', size: 2 },
  { kind: 'unread' },
  { kind: 'unlisted' },
  { kind: 'absent' },
]

/** A version as it is asked for, and as it is answered. */
interface Answer {
  readonly functions: Readonly<Record<string, State>>
  readonly objects: readonly number[]
  readonly regions: readonly string[]
  readonly only: readonly string[]
  /** The whole source could not be listed. */
  readonly isDenied: boolean
}

const [EAST, WEST] = ['us-east-1', 'us-west-2']
const NAMES = ['f', 'g', `h@${WEST}`, `h@${EAST}`, 'i']

const ANSWER: fc.Arbitrary<Answer> = fc.record({
  functions: fc
    .tuple(...NAMES.map(() => fc.constantFrom(...STATES)))
    .map((states) => Object.fromEntries(NAMES.map((name, i) => [name, states[i] ?? { kind: 'absent' }]))),
  objects: fc.uniqueArray(fc.nat(4), { maxLength: 4 }),
  regions: fc.constantFrom([EAST], [EAST, WEST], [WEST, EAST]),
  only: fc.constantFrom([], [], ['lambda/functions/f/**', 'lambda/layers/**']),
  isDenied: fc.nat(5).map((n) => n === 0),
})

const REFUSAL = { operation: 'lambda:GetFunction', code: 'AccessDenied' }

function sourceOf({ functions, objects, regions, isDenied }: Answer): Source {
  const unknown = (sink: Sink, path: string): void => {
    sink.bare({ path, type: 'unknown', size: 0, meta: REFUSAL })
    sink.problem({ path, ...REFUSAL, message: 'no' })
  }
  const document = (sink: Sink, path: string, value: JsonObject, meta: JsonObject = {}): Promise<void> =>
    sink.document({ path, type: 'config', bytes: Buffer.from(readableJson(value)), meta })
  const offer = async (sink: Sink, name: string, state: State): Promise<void> => {
    const folder = `lambda/functions/${name}/`
    const path = `${folder}config.json`
    if (state.kind === 'unread') unknown(sink, path)
    else if (state.kind === 'unlisted') unknown(sink, folder)
    else if (state.kind === 'stub') {
      sink.bare({ path, type: 'stub', size: state.size, meta: { reason: 'denied', ...REFUSAL } })
      sink.problem({ path, ...REFUSAL, message: 'no' })
    } else if (state.kind === 'document') await document(sink, path, { a: state.value, b: 1 })
    else if (state.kind === 'partial') {
      await document(sink, path, { a: state.value, b: { $unknown: 'AccessDenied' } }, { unknown: ['b'] })
      sink.problem({ path, ...REFUSAL, message: 'no' })
    }
  }
  return {
    ...documents({}),
    async capture(sink) {
      if (isDenied) {
        unknown(sink, 'lambda/')
        return
      }
      for (const [name, state] of Object.entries(functions)) {
        const [plain = '', region = regions[0]] = name.split('@')
        if (region === undefined || !regions.includes(region)) continue
        await offer(sink, region === regions[0] ? plain : name, state)
      }
      for (const n of objects) await document(sink, `lambda/layers/${n}.json`, { n })
    },
  }
}

/** What a comparison of two versions sums up, as counts have it: a rename is one that went and one that came. */
function summed(store: Store, a: Commit, b: Commit): object {
  const version = (commit: Commit) => ({ id: commit.tree, name: null, commit })
  const [from, to] = [version(a), version(b)]
  const { summary } = withUnreadInBoth(store, compare(store, from, to), [from, to])
  const { added, removed, modified, metadata, renamed, unknown } = summary
  return {
    added: added + renamed,
    removed: removed + renamed,
    modified: modified + metadata,
    ...(unknown === 0 ? {} : { unknown }),
  }
}

test('counts are what diff says of the two versions, whatever was asked for and could be read of them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(ANSWER, { minLength: 2, maxLength: 4 }), async (answers) => {
      const store = Store.init(join(scratchFolder(), '.jsnap'))
      const commits: Commit[] = []
      for (const answer of answers) {
        const { commit } = await commitSources(store, [sourceOf(answer)], {
          only: [...answer.only],
          identity: { account: '123456789012', partition: 'aws', regions: answer.regions },
        })
        commits.push(commit)
      }
      commits.slice(1).forEach((commit, i) => {
        const { entries: all, unchanged, notCompared = 0, ...changes } = commit.counts
        expect(changes).toEqual(summed(store, commits[i] as Commit, commit))
        const lines = [...entries(store, commit.tree)].map(parseEntry)
        expect(all).toBe(lines.filter(({ type }) => type !== 'unknown').length)
        const { added, modified, unknown = 0 } = commit.counts
        expect(unchanged).toBeGreaterThanOrEqual(0)
        // Of what is unknown, some are places that are no entries.
        const rest = all - added - modified - unchanged - notCompared
        expect(rest).toBeGreaterThanOrEqual(0)
        expect(rest).toBeLessThanOrEqual(unknown)
      })
      store.close()
    }),
    { numRuns: 25 },
  )
}, 120_000)

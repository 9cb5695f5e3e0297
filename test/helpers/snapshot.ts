import type { SecretKeeping } from '../../src/capture/keep-secrets.ts'
import { SecretVault } from '../../src/capture/secret-vault.ts'
import { counterOf } from '../../src/diff/compare/change-counter.ts'
import type { ConfiguredScope } from '../../src/model/scope.ts'
import { makeVersion, type MadeVersion } from '../../src/capture/make-version.ts'
import { parseEntry, type Entry } from '../../src/model/entry.ts'
import type { Identity } from '../../src/sources/aws/session.ts'
import { createLocalSource } from '../../src/sources/local/local-source.ts'
import type { Source } from '../../src/sources/source.ts'
import { Store } from '../../src/store/store.ts'
import { entries } from '../../src/store/tree.ts'

/** For sources whose secrets are of no concern. */
export const NO_SECRETS = { markAt: () => () => ({ $secret: '' }), ruleOf: () => undefined }

/** The source `local/x` over one folder. */
export function localSource(folder: string, ignore: readonly string[] = []): Source {
  return createLocalSource([{ name: 'x', path: folder, ignore }], {
    ...NO_SECRETS,
    exclude: [],
  })
}

/** Commits sources into a store, making it when there is none. */
export function commitSources(
  store: Store,
  sources: readonly Source[],
  options: {
    name?: string
    only?: string[]
    skip?: string[]
    signal?: AbortSignal
    note?: (text: string) => void
    secrets?: SecretKeeping
    configured?: ConfiguredScope
    identity?: Omit<Identity, 'arn'> & Partial<Identity>
  } = {},
): Promise<MadeVersion> {
  return makeVersion({
    store,
    sources,
    only: options.only ?? [],
    skip: options.skip ?? [],
    name: options.name ?? null,
    message: '',
    secrets: options.secrets ?? {
      vault: new SecretVault(() => ({ $secret: '' })),
      keyId: () => '',
      recipients: [],
      ruleOf: () => undefined,
      scan: true,
      allows: () => false,
    },
    tool: 'jsnap test',
    identity: () =>
      Promise.resolve({ account: null, partition: null, arn: null, regions: [], ...options.identity }),
    configured: options.configured ?? {},
    acrossAccounts: false,
    counterOf,
    uncovered: () => Promise.resolve([]),
    signal: options.signal ?? new AbortController().signal,
    now: Date.now,
    note: options.note ?? (() => undefined),
  })
}

/** Every entry of a version. */
export function entriesOf(store: Store, version: MadeVersion): Entry[] {
  return [...entries(store, version.commit.tree)].map(parseEntry)
}

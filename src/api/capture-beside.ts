import manifest from '../../package.json' with { type: 'json' }
import { openEstate, type EstateOptions } from '../capture/estate.ts'
import { makeVersion } from '../capture/make-version.ts'
import type { SourceProgress } from '../capture/progress.ts'
import { warnOfSecretKey } from '../capture/secret-key-warning.ts'
import { counterOf } from '../diff/compare/change-counter.ts'
import { askedOf } from '../store/asked-of.ts'
import { ScratchStore } from '../store/scratch-store.ts'
import type { Store } from '../store/store.ts'
import { versionNamed } from '../versions/resolve.ts'
import type { Version } from '../versions/version.ts'
import { checkedConfig } from './checked-config.ts'

/** How the account is captured as it is now; `only` and `skip` are those of the version that it is compared with. */
export interface CaptureLiveOptions extends Omit<EstateOptions, 'only' | 'skip'> {
  /** Only these: paths and globs. */
  readonly paths?: readonly string[]
  readonly signal?: AbortSignal | undefined
  /** Called with the progress of each source, whose members change during the capture. */
  readonly onStart?: (progress: readonly SourceProgress[]) => void
  /** Called with notes, a line each. */
  readonly note?: (text: string) => void
  /** Called with warnings, a line each. */
  readonly warn?: (text: string) => void
}

/** The account as it is now, and a temporary store that has it beside all versions. Close it when you are done. */
export interface LiveVersion {
  readonly store: Store
  readonly version: Version
  close(): void
}

/** What `captureLive` does. */
export async function captureBeside(
  store: Store,
  version: Version | string,
  given: CaptureLiveOptions,
): Promise<LiveVersion> {
  const compared = versionNamed(store, version)
  const options = await checkedConfig(given)
  const { paths = [], now, signal = new AbortController().signal, note = () => undefined } = options
  warnOfSecretKey(store, options.warn ?? note)
  const { scope } = askedOf(store, compared.commit)
  const only = paths.length > 0 ? paths : scope.only
  const { dir, user } = store
  const { sources, session, configured, secrets } = await openEstate(
    { ...options, only: paths },
    { dir, user, scope },
  )
  const scratch = ScratchStore.open(store)
  try {
    const { id, commit } = await makeVersion({
      store: scratch.store,
      sources,
      only,
      skip: scope.skip,
      accountOf: compared.id,
      configured,
      acrossAccounts: options.acrossAccounts === true,
      counterOf,
      looksAgain: false,
      // The values of what is not kept are never asked for.
      secrets: { ...secrets, recipients: [], scan: false },
      name: null,
      message: '',
      tool: `jsnap ${manifest.version}`,
      identity: () => session.identity(),
      uncovered: () => Promise.resolve([]),
      signal,
      now,
      ...(options.onStart === undefined ? {} : { onStart: options.onStart }),
      note,
    })
    return {
      store: scratch.store,
      version: { id, name: 'live', commit },
      close: () => scratch.close(),
    }
  } catch (error) {
    scratch.close()
    throw error
  }
}

import manifest from '../../package.json' with { type: 'json' }
import { openEstate, type Estate, type EstateOptions } from '../capture/estate.ts'
import { makeVersion, type MadeVersion } from '../capture/make-version.ts'
import { movedDocuments } from '../capture/moved-documents.ts'
import type { SourceProgress } from '../capture/progress.ts'
import { warnOfNewKey, warnOfSecretKey } from '../capture/secret-key-warning.ts'
import { Selection } from '../capture/selection.ts'
import { spelledAsBefore } from '../capture/spelled-as-before.ts'
import { counterOf } from '../diff/compare/change-counter.ts'
import type { ShopCheck } from '../model/shop-check.ts'
import { JsnapError } from '../runtime/errors.ts'
import type { User } from '../runtime/user.ts'
import { afterSnapshots, planSnapshots, type SnapshotPlan } from '../sources/aws/lightsail-snapshots.ts'
import { gapsOf, readUncovered } from '../sources/aws/uncovered.ts'
import { knownSecretKey, secretKey } from '../store/secret-key.ts'
import { isStore } from '../store/store-folder.ts'
import type { Store } from '../store/store.ts'
import { checkVersionName } from '../versions/names.ts'
import { versionNamed } from '../versions/resolve.ts'
import type { Version } from '../versions/version.ts'
import { checkedConfig } from './checked-config.ts'
import { INSTANCE_SNAPSHOTS } from '../services/lightsail.ts'
import { folderOf } from '../model/kind-path.ts'

/** A store that is opened, or made, when all is checked that can be before anything is captured. */
export interface StoreToOpen {
  readonly dir: string
  readonly user?: User | undefined
  open(): Promise<Store>
}

/** What is captured, and how its version is named. */
export interface CaptureOptions extends EstateOptions {
  /** The version's name; without one it has only its id. */
  readonly name?: string | null
  readonly message?: string
  /** First create Lightsail snapshots of these instances, or of all: the only resources that are ever created in the account. */
  readonly lightsailSnapshots?: true | readonly string[] | undefined
  /** Read the configuration of the account a second time, and report what changed. */
  readonly verifyTwice?: boolean | undefined
  /** Make no version where neither the tree nor the scope differs from those of the parent; the result is the parent then. */
  readonly skipIfUnchanged?: boolean | undefined
  /** Says whether what was captured is known to work, when all is read; a version that is, is marked as good. */
  readonly check?: (() => Promise<ShopCheck>) | undefined
  readonly signal?: AbortSignal | undefined
  /** Called with the progress of each source, whose members change during the capture. */
  readonly onStart?: (progress: readonly SourceProgress[]) => void
  /** Called with notes, a line each. */
  readonly note?: (text: string) => void
  /** Called with warnings, a line each. */
  readonly warn?: (text: string) => void
}

/** A version that was created. */
export interface CaptureResult extends Pick<MadeVersion, 'bytesRead' | 'bytesStored' | 'requests'> {
  readonly version: Version
  /** With `skipIfUnchanged`: nothing changed, and `version` is the parent. */
  readonly skipped?: true
  /** With `verifyTwice`, the paths of documents that changed between the two reads. */
  readonly moved?: readonly string[]
}

/** What `capture` does. */
export async function captureVersion(
  target: Store | StoreToOpen,
  given: CaptureOptions,
): Promise<CaptureResult> {
  const options = await checkedConfig(given)
  const { name = null, message = '', only = [], skip = [], now, folder } = options
  const { signal = new AbortController().signal, note = () => undefined, warn = note } = options
  if (name !== null) checkVersionName(name)
  let opened: Store | undefined = undefined
  const { dir, user } = target
  const keyOf = (dir: string) => {
    if (opened !== undefined) warnOfNewKey(opened, warn)
    return secretKey(dir)
  }
  const estate = await openEstate(options, { dir, user, keyOf })
  const { session, configured, secrets } = estate
  const plan = await snapshotPlan(estate, options, signal, note)
  const sources = estate.sources.map((source) =>
    plan !== undefined && source.name === 'lightsail' ? afterSnapshots(source, plan, session) : source,
  )
  // What cannot begin leaves no store behind.
  const selection = new Selection(only, skip, sources)
  const isNew = 'open' in target && !isStore(dir)
  if (
    isNew &&
    sources.some(
      ({ actions, prefixes }) => actions.length > 0 && prefixes.some((one) => selection.reaches(one)),
    )
  )
    await session.identity()
  const store = 'open' in target ? await target.open() : target
  opened = store
  const { head } = store.refs()
  // A key that cannot be used ends the commit before anything is captured, rather than with the first secret that is met.
  const before = head === null ? undefined : store.readCommit(head)
  if (before?.secrets !== undefined) knownSecretKey(dir)
  warnOfSecretKey(store, warn)
  const { id, commit, bytesRead, bytesStored, requests, skipped } = await makeVersion({
    store,
    sources,
    only,
    skip,
    configured: spelledAsBefore(configured, before?.scope, folder),
    acrossAccounts: options.acrossAccounts === true,
    counterOf,
    secrets,
    name,
    message,
    tool: `jsnap ${manifest.version}`,
    identity: () => session.identity(),
    uncovered: async (onRequest) => gapsOf(await readUncovered(session, onRequest, signal)),
    signal,
    now,
    ...(options.onStart === undefined ? {} : { onStart: options.onStart }),
    note,
    check: options.check,
    skipIfUnchanged: options.skipIfUnchanged === true,
  })
  const version = skipped === true ? versionNamed(store, id) : { id, name, commit }
  const made = { version, bytesRead, bytesStored, requests, ...(skipped === true ? { skipped } : {}) }
  if (options.verifyTwice !== true) return made
  note('reading the configuration of the account a second time')
  const again = await openEstate(options, { dir, user })
  const asked = { sources: again.sources, secrets: again.secrets, only, skip, signal }
  return { ...made, moved: await movedDocuments(store, commit.tree, asked) }
}

/** The snapshots that the capture is to begin with. A version without a name has the time of day in their names. */
async function snapshotPlan(
  { sources, session }: Estate,
  { lightsailSnapshots, name, only = [], skip = [], now }: CaptureOptions,
  signal: AbortSignal,
  note: (text: string) => void,
): Promise<SnapshotPlan | undefined> {
  if (lightsailSnapshots === undefined) return undefined
  if (!new Selection(only, skip, sources).reaches(folderOf(INSTANCE_SNAPSHOTS))) {
    throw new JsnapError('Usage', "'--lightsail-snapshots' needs lightsail/snapshots/ in the version", {
      hint: "leave out '--only' and '--skip', or make them include lightsail",
    })
  }
  const plan = await planSnapshots({
    instances: lightsailSnapshots === true ? undefined : lightsailSnapshots,
    version: name ?? new Date(now()).toISOString().slice(11, 19).replaceAll(':', ''),
    session,
    signal,
  })
  for (const snapshot of plan.snapshots)
    note(`snapshot ${snapshot.name} of the Lightsail instance ${snapshot.instance}`)
  return plan
}

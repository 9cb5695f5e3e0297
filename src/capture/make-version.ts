import { Asked } from '../model/asked.ts'
import { canonicalJson, type Json } from '../model/canonical-json.ts'
import type { Commit, Gap } from '../model/commit.ts'
import type { Declared } from '../model/declared.ts'
import { digestOf, type Digest } from '../model/digest.ts'
import { LISTED_MOVED } from '../model/moved.ts'
import { makerName, type Maker } from '../model/maker.ts'
import type { ShopCheck } from '../model/shop-check.ts'
import type { ConfiguredScope, Scope } from '../model/scope.ts'
import type { Identity } from '../sources/aws/session.ts'
import type { Source } from '../sources/source.ts'
import { askedOf, rememberDeclared } from '../store/asked-of.ts'
import { LossyReader } from '../store/lossy-reader.ts'
import type { Store } from '../store/store.ts'
import { StoreWriter } from '../store/writer.ts'
import { capture, type Captured, type CounterOf } from './capture.ts'
import { Parent } from './parent.ts'
import { refuseOtherAccount } from './other-account.ts'
import type { SecretKeeping } from './keep-secrets.ts'
import type { SourceProgress } from './progress.ts'
import { Selection } from './selection.ts'

/** What a commit needs besides the store. */
export interface MakeVersionOptions {
  readonly store: Store
  readonly sources: readonly Source[]
  /** Names of sources and path globs. */
  readonly only: readonly string[]
  readonly skip: readonly string[]
  readonly name: string | null
  readonly message: string
  /** What is in the commit as the tool that made it. */
  readonly tool: string
  /** Asks which account this is; only when a source of AWS is captured. */
  readonly identity: () => Promise<Identity>
  /** What configuration and flags have put into the scope, or left out of it. */
  readonly configured: ConfiguredScope
  /** The account may be another one than that of the versions before. */
  readonly acrossAccounts: boolean
  /** The version whose account it is to be, instead of that of HEAD. */
  readonly accountOf?: Digest
  /** Begins to count how the version differs from its parent. */
  readonly counterOf: CounterOf
  /** Asks the account what it has that no source captures; only when everything is captured, and AWS is part of it. */
  readonly uncovered: (onRequest: (operation: string) => void) => Promise<readonly Gap[]>
  /** Looks for what changed meanwhile; true when not given. */
  readonly looksAgain?: boolean
  readonly secrets: SecretKeeping
  readonly signal: AbortSignal
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly onStart?: (progress: readonly SourceProgress[]) => void
  readonly note: (text: string) => void
  /** Says whether what was captured is known to work; asked when all is read. */
  readonly check?: (() => Promise<ShopCheck>) | undefined
  /** Where neither the tree nor what was asked for is other than the parent's, no version is made. */
  readonly skipIfUnchanged?: boolean
}

/** A version that a commit has created, with what the capture reported. */
export interface MadeVersion {
  readonly id: Digest
  readonly commit: Commit
  readonly bytesRead: number
  readonly bytesStored: number
  readonly requests: Captured['requests']
  /** None was made: the parent is the same. */
  readonly skipped?: true
}

/**
 * Captures the sources as one version on top of HEAD. Nothing is visible until the whole of it is on the disk.
 * @throws JsnapError Locked, NameTaken, Credentials; the reason of the signal
 */
export async function makeVersion(options: MakeVersionOptions): Promise<MadeVersion> {
  const { store, sources, name, note } = options
  const time = new Date(options.now()).toISOString()
  const writer = StoreWriter.begin(store)
  try {
    writer.checkRefs()
    writer.checkName(name)
    const { head } = store.refs()
    const before = head === null ? null : store.readCommit(head)
    const selection = new Selection(options.only, options.skip, sources)
    const wanted = sources.filter((source) => source.prefixes.some((prefix) => selection.reaches(prefix)))
    const aws = wanted.some(({ actions }) => actions.length > 0)
    const identity = aws ? await options.identity() : NOBODY
    if (aws && !options.acrossAccounts) refuseOtherAccount(store, options.accountOf ?? head, identity)
    const { account, regions } = identity
    const isFirstUntold =
      aws && account === null && (before === null || before.account !== null || before.regions.length === 0)
    const declared = new Map(
      wanted.map(({ name, prefixes, declared }) => [name, declared ?? { prefixes, kinds: [] }]),
    )
    const scope = scopeOf(options, identity, keepDeclarations(declared, writer))
    const parent = before === null ? null : parentOf(store, before, new Asked(scope, declared))
    const asked: Record<string, number> = {}
    const uncovered =
      aws && selection.isWhole
        ? options.uncovered((operation) => (asked[operation] = (asked[operation] ?? 0) + 1))
        : Promise.resolve([])
    // What it throws is taken up below, when the capture has ended.
    uncovered.catch(() => undefined)
    const captured = await capture({
      store,
      writer,
      sources: wanted,
      selection,
      parent,
      counterOf: options.counterOf,
      uncovered,
      looksAgain: options.looksAgain !== false,
      secrets: options.secrets,
      signal: options.signal,
      now: options.now,
      ...(options.onStart === undefined ? {} : { onStart: options.onStart }),
      note,
    })
    const notes = isFirstUntold ? [...captured.notes, UNTOLD] : captured.notes
    const { message, tool } = options
    const by = makerOf(store, identity)
    const made = { name, message, parent: head, time, tool, by, account, regions, scope }
    const commit = commitOf(made, captured, notes)
    const isSkipped = options.skipIfUnchanged === true && before !== null && isAsBefore(before, commit)
    if (isSkipped) writer.discard()
    const check = isSkipped ? undefined : await options.check?.()
    const checked = check === undefined ? commit : { ...commit, check }
    const id = isSkipped && head !== null ? head : writer.commit(checked, note)
    return {
      id,
      commit: isSkipped ? before : checked,
      ...(isSkipped ? { skipped: true } : {}),
      bytesRead: captured.bytesRead,
      bytesStored: writer.bytesStored,
      requests: { ...captured.requests, ...asked },
    }
  } finally {
    writer.end()
  }
}

/** Says whether a version holds what the one before holds, and was asked for the same. */
function isAsBefore(before: Commit, { tree, scope }: Commit): boolean {
  const text = (one: Commit['scope']) => canonicalJson((one ?? null) as unknown as Json)
  return tree === before.tree && text(scope) === text(before.scope)
}

/** The commit of what was captured. */
function commitOf(
  made: Pick<Commit, 'name' | 'message' | 'parent' | 'time' | 'tool' | 'account' | 'regions' | 'scope'> & {
    readonly by: Maker
  },
  captured: Captured,
  notes: readonly string[],
): Commit {
  const { name, message, parent, time, tool, by, account, regions, scope } = made
  return {
    format: 1,
    name,
    message,
    parent,
    tree: captured.tree,
    origins: captured.origins,
    time,
    tool,
    by,
    account,
    regions,
    ...(scope === undefined ? {} : { scope }),
    sources: captured.sources,
    counts: captured.counts,
    bytes: captured.bytes,
    complete: captured.problems.length === 0,
    problems: captured.problems,
    notCovered: captured.notCovered,
    ...(captured.notLookedAt.length === 0 ? {} : { notLookedAt: captured.notLookedAt }),
    listing: captured.listing,
    ...(notes.length === 0 ? {} : { notes }),
    ...(captured.secrets === undefined ? {} : { secrets: captured.secrets }),
    ...(captured.findings === undefined ? {} : { findings: captured.findings }),
    ...duringOf(captured),
  }
}

function duringOf({ during }: Captured): Pick<Commit, 'during' | 'duringCount'> {
  if (during === undefined) return {}
  const listed = during.slice(0, LISTED_MOVED)
  return { during: listed, ...(listed.length < during.length ? { duringCount: during.length } : {}) }
}

const UNTOLD =
  'the AWS account is unknown, because STS is not available: versions of different accounts cannot be distinguished'
const NOBODY: Identity = { account: null, partition: null, arn: null, regions: [] }

function makerOf({ user }: Store, { arn }: Identity): Maker {
  return { arn: makerName(arn ?? undefined), user: makerName(user?.name), host: makerName(user?.host) }
}

function parentOf(store: Store, commit: Commit, now: Asked): Parent {
  return new Parent(store, commit, askedOf(new LossyReader(store), commit), now)
}

/** Stores the declarations of the sources, each under the digest that the scope has of it. */
function keepDeclarations(
  declared: ReadonlyMap<string, Declared>,
  writer: StoreWriter,
): Readonly<Record<string, Digest>> {
  const digests = [...declared].map(([name, declaration]): [string, Digest] => {
    const text = Buffer.from(canonicalJson(declaration as unknown as Json))
    const digest = digestOf(text)
    writer.addDocument(digest, text)
    rememberDeclared(digest, declaration)
    return [name, digest]
  })
  return Object.fromEntries(digests)
}

function scopeOf(
  { only, skip, configured }: MakeVersionOptions,
  { account, partition, regions }: Identity,
  declarations: Scope['declarations'],
): Scope {
  const sources = Object.keys(declarations)
  return {
    account,
    partition,
    primaryRegion: regions[0] ?? null,
    regions: regions.toSorted(),
    sources: sources.sort(),
    only,
    skip,
    ...configured,
    declarations,
  }
}

import type { CommitFindings, CommitSecrets } from '../model/commit.ts'
import { makeVersion, type MadeVersion } from '../capture/make-version.ts'
import { movedDocuments } from '../capture/moved-documents.ts'
import { Selection } from '../capture/selection.ts'
import { spelledAsBefore } from '../capture/spelled-as-before.ts'
import type { Context, Run } from '../terminal/context.ts'
import { DONE, INCOMPLETE } from '../terminal/exit-code.ts'
import { deniedText } from '../model/denied.ts'
import { changeCounts } from '../terminal/change-counts.ts'
import { formatBytes } from '../terminal/format-bytes.ts'
import { formatCountOf } from '../runtime/format-count.ts'
import { formatDuration } from '../terminal/format-duration.ts'
import type { Io } from '../terminal/io.ts'
import { quotePath } from '../terminal/quote-path.ts'
import { leftOutText } from '../terminal/left-out-text.ts'
import { printable } from '../terminal/printable.ts'
import { notLookedAtLines } from '../terminal/not-looked-at-lines.ts'
import { counterOf } from '../diff/compare/change-counter.ts'
import { firstProblemLines } from '../terminal/problem-lines.ts'
import { ProgressDisplay } from '../terminal/progress.ts'
import { sourceLines } from '../terminal/source-lines.ts'
import { JsnapError } from '../runtime/errors.ts'
import { gapsOf, readUncovered } from '../sources/aws/uncovered.ts'
import { afterSnapshots, planSnapshots, type SnapshotPlan } from '../sources/aws/lightsail-snapshots.ts'
import type { AwsSession } from '../sources/aws/session.ts'
import type { Source } from '../sources/source.ts'
import { knownSecretKey, secretKey } from '../store/secret-key.ts'
import { isStore, Store } from '../store/store.ts'
import { isVersionName } from '../versions/names.ts'
import { notComparedText } from '../versions/not-compared-text.ts'
import { trustNewStore } from '../config/config-trust.ts'
import { openStoreAt } from '../config/locate-store.ts'
import { openEstate } from './estate.ts'
import { progressLine } from './live.ts'
import { noteNewKey, noteSecretKey } from './secret-key-note.ts'
import type { CommitOptions } from './commit.flags.ts'

const SHOWN_FINDINGS = 5

/** Captures the whole estate as one version. */
export const run: Run<CommitOptions> = async (options, context) => {
  const { io, now } = context
  const started = now()
  const naming = nameAndMessage(options)
  let opened: Store | undefined = undefined
  const estate = await openEstate(options, context, (dir) => {
    if (opened !== undefined) noteNewKey(opened, io)
    return secretKey(dir)
  })
  const { path, folder, passedOver, session, sources: captured, configured, secrets } = estate
  // A version without what is configured would be taken for a whole one.
  if (passedOver !== undefined) throw passedOver
  const { only = [], skip = [] } = options
  const plan = await snapshotPlan(options, naming.name, captured, session, context)
  const sources = captured.map((source) =>
    plan !== undefined && source.name === 'lightsail' ? afterSnapshots(source, plan, session) : source,
  )
  const store = openOrMake(path, folder, options, context)
  opened = store
  let display: ProgressDisplay | undefined
  try {
    const { head } = store.refs()
    // A key that cannot be used ends the commit before anything is captured, rather than with the first secret that is met.
    const before = head === null ? undefined : store.readCommit(head)
    if (before?.secrets !== undefined) knownSecretKey(path)
    noteSecretKey(store, io)
    const made = await makeVersion({
      store,
      sources,
      only,
      skip,
      configured: spelledAsBefore(configured, before?.scope, folder),
      acrossAccounts: options.acrossAccounts === true,
      counterOf,
      secrets,
      name: naming.name,
      message: naming.message,
      tool: `jsnap ${context.version}`,
      identity: () => session.identity(),
      uncovered: async (onRequest) => gapsOf(await readUncovered(session, onRequest, context.signal)),
      signal: context.signal,
      now,
      onStart: (progress) => {
        display = new ProgressDisplay(io, now, () => progress.map(progressLine))
      },
      note: (text) => (display === undefined ? io.note(text) : display.note(text)),
    })
    display?.stop()
    const moved = options.verifyTwice === true ? await askAgain(store, made, options, context) : undefined
    report(store, made, moved, now() - started, options.json === true, io)
    if (naming.unnamed !== undefined) io.note(naming.unnamed)
    return made.commit.complete ? DONE : INCOMPLETE
  } catch (error) {
    if (!(error instanceof JsnapError) || error.code !== 'Interrupted') throw error
    throw new JsnapError('Interrupted', error.message, {
      hint: 'what was read is kept: running the same commit again continues from there',
      cause: error,
    })
  } finally {
    display?.stop()
    store.close()
  }
}

/** The paths of documents that are not the same when the account is asked a second time. */
async function askAgain(
  store: Store,
  { commit }: MadeVersion,
  options: CommitOptions,
  context: Context,
): Promise<string[]> {
  context.io.note('reading the configuration of the account a second time')
  const { sources, secrets } = await openEstate(options, context)
  const { only = [], skip = [] } = options
  return movedDocuments(store, commit.tree, { sources, secrets, only, skip, signal: context.signal })
}

interface Naming {
  readonly name: string | null
  readonly message: string
  /** What to say where the message was perhaps meant for a name. */
  readonly unnamed?: string
}

/** A message that is a valid name names the version; any other is only a message. */
function nameAndMessage({ message = '', tag }: CommitOptions): Naming {
  if (tag !== undefined && !isVersionName(tag)) {
    throw new JsnapError('InvalidName', `'${tag}' is not a valid version name`, {
      hint: 'letters, digits and . _ - + / are allowed, beginning with a letter or digit; HEAD and live are reserved',
    })
  }
  if (tag !== undefined) return { name: tag, message }
  if (message === '' || isVersionName(message)) return { name: message === '' ? null : message, message }
  const text = `'${printable(message)}' is not a valid name and is kept as the message`
  return {
    name: null,
    message,
    unnamed: `${text}: the version has no name, only its id; use '-t NAME' to name it`,
  }
}

/** The snapshots that the commit is to begin with. A version without a name has the time of day in their names. */
async function snapshotPlan(
  { lightsailSnapshots, only = [], skip = [] }: CommitOptions,
  name: string | null,
  sources: readonly Source[],
  session: AwsSession,
  { io, now, signal }: Context,
): Promise<SnapshotPlan | undefined> {
  if (lightsailSnapshots === undefined) return undefined
  if (!new Selection(only, skip, sources).reaches('lightsail/snapshots/')) {
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
    io.note(`snapshot ${snapshot.name} of the Lightsail instance ${snapshot.instance}`)
  return plan
}

function openOrMake(path: string, configFolder: string, options: CommitOptions, context: Context): Store {
  if (isStore(path)) return openStoreAt(path, options, context)
  const store = Store.init(path, { user: context.user })
  context.io.note(`created a store at ${path}`)
  trustNewStore(configFolder, context)
  return store
}

function report(
  store: Store,
  { id, commit, bytesRead, bytesStored, requests }: MadeVersion,
  moved: readonly string[] | undefined,
  durationMs: number,
  json: boolean,
  io: Io,
) {
  const { tree, parent, complete, counts, problems, notCovered, notLookedAt } = commit
  if (json) {
    io.json({
      version: commit.name ?? id,
      id,
      tree,
      parent,
      complete,
      counts,
      bytes: { read: bytesRead, stored: bytesStored },
      requests,
      problems,
      notCovered,
      ...(notLookedAt === undefined ? {} : { notLookedAt }),
      ...(commit.notes === undefined ? {} : { notes: commit.notes }),
      ...(commit.secrets === undefined ? {} : { secrets: secretsOf(commit.secrets) }),
      ...(commit.findings === undefined ? {} : { findings: commit.findings }),
      ...(moved === undefined ? {} : { moved }),
      sources: commit.sources,
      durationMs: Math.round(durationMs),
    })
    return
  }
  const { bold, dim } = io.colors
  const name = commit.name === null ? '' : `${bold(printable(commit.name))}  `
  io.line(`${name}${dim(id.slice(0, 12))}  ${changeCounts(counts, io.colors)}`)
  const left = notComparedText(store, commit)
  if (left !== undefined) io.line(`  ${left}`)
  io.line(`  ${formatCountOf(counts.entries, 'entry', 'entries')}, ${formatBytes(commit.bytes)} in all`)
  io.line(
    `  ${formatBytes(bytesRead)} read, ${formatBytes(bytesStored)} stored, ${requestCount(requests)} in ${formatDuration(durationMs)}`,
  )
  if (commit.sources.length > 1) for (const line of sourceLines(commit.sources)) io.line(dim(line))
  if (moved !== undefined) showMoved(moved, io)
  for (const line of notLookedAtLines(notLookedAt))
    io.note(`not read again: ${line}; use '--deep' to read them`)
  const denied = deniedText(notCovered)
  if (denied !== undefined) io.note(printable(denied))
  const leftOut = leftOutText(notCovered)
  if (leftOut !== undefined) io.note(leftOut)
  for (const text of commit.notes ?? []) io.note(printable(text))
  if (commit.secrets !== undefined) io.note(secretsNote(commit.secrets))
  if (commit.findings !== undefined) showFindings(commit.findings, commit.name ?? id.slice(0, 12), io)
  if (problems.length > 0) {
    io.errorLine(io.errorColors.yellow(`incomplete: ${formatCountOf(problems.length, 'problem')}`))
    const more = `and more; 'jsnap show ${commit.name ?? id.slice(0, 12)}' lists them`
    for (const line of firstProblemLines(problems, () => more)) io.errorLine(line)
  }
}

function showMoved(moved: readonly string[], io: Io): void {
  if (moved.length === 0) {
    io.note('nothing changed between the two reads')
    return
  }
  io.errorLine(
    io.errorColors.yellow(
      `warning: ${formatCountOf(moved.length, 'document')} changed between the two reads`,
    ),
  )
  for (const path of moved) io.errorLine(`  ${quotePath(path)}`)
}

/** Findings are warnings: the bytes are kept as they are. */
function showFindings({ count, listed }: CommitFindings, version: string, io: Io): void {
  if (io.quiet) return
  io.errorLine(io.errorColors.yellow(`warning: ${formatCountOf(count, 'place')} that may hold a secret`))
  for (const { path, line, rule } of listed.slice(0, SHOWN_FINDINGS))
    io.errorLine(`  ${quotePath(path)}:${line}  ${rule}`)
  if (count > SHOWN_FINDINGS) io.errorLine(`  and more; 'jsnap show ${version}' lists them`)
}

function secretsOf({ count, sealed, recipients }: CommitSecrets): object {
  return { count, sealed: sealed !== null, recipients }
}

function secretsNote({ count, sealed, recipients }: CommitSecrets): string {
  const values = formatCountOf(count, 'secret value')
  return sealed === null
    ? `${values} dropped: no recipients in 'secrets.recipients'; 'jsnap keygen' generates an identity`
    : `${values} sealed for ${formatCountOf(recipients.length, 'recipient')}`
}

function requestCount(requests: MadeVersion['requests']): string {
  const count = Object.values(requests).reduce((sum, times) => sum + times, 0)
  return formatCountOf(count, 'request')
}

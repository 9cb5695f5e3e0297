import { trustNewStore } from '../flags/config-trust.ts'
import { openStoreAt, storePath } from '../flags/locate-store.ts'
import { loadConfig } from '../flags/locate-config.ts'
import { notComparedText } from '../diff/show/not-compared-text.ts'
import {
  capture,
  createStore,
  formatCountOf,
  isJsnapError,
  isStore,
  isVersionName,
  JsnapError,
  type CaptureResult,
  type CommitFindings,
  type CommitSecrets,
  type Store,
} from '../index.ts'
import { changeCounts } from '../terminal/change-counts.ts'
import type { Context, Run } from '../terminal/context.ts'
import { deniedText } from '../terminal/denied-text.ts'
import { DONE, INCOMPLETE } from '../terminal/exit-code.ts'
import { formatBytes } from '../terminal/format-bytes.ts'
import { formatDuration } from '../terminal/format-duration.ts'
import type { Io } from '../terminal/io.ts'
import { leftOutText } from '../terminal/left-out-text.ts'
import { notLookedAtLines } from '../terminal/not-looked-at-lines.ts'
import { printable } from '../terminal/printable.ts'
import { firstProblemLines } from '../terminal/problem-lines.ts'
import { ProgressDisplay } from '../terminal/progress.ts'
import { quotePath } from '../terminal/quote-path.ts'
import { sourceLines } from '../terminal/source-lines.ts'
import type { CommitOptions } from './commit.flags.ts'
import { estateOptions } from './estate-options.ts'
import { sourceProgressLine } from './source-progress-line.ts'

const SHOWN_FINDINGS = 5

/** Captures the whole estate as one version. */
export const run: Run<CommitOptions> = async (options, context) => {
  const { io, now, user, signal } = context
  const started = now()
  const naming = nameAndMessage(options)
  const dir = storePath(options, context)
  const loaded = await loadConfig(dir, options, context)
  const estate = estateOptions(dir, loaded, options, context)
  // A version without what is configured would be taken for a whole one.
  if (loaded.passedOver !== undefined) throw loaded.passedOver
  let store: Store | undefined
  let display: ProgressDisplay | undefined
  const open = async () => (store = await openOrMake(dir, loaded.folder, options, context))
  try {
    const made = await capture(
      { dir, user, open },
      {
        ...estate,
        name: naming.name,
        message: naming.message,
        lightsailSnapshots: options.lightsailSnapshots,
        verifyTwice: options.verifyTwice === true,
        signal,
        onStart: (progress) => {
          display = new ProgressDisplay(io, now, () => progress.map(sourceProgressLine))
        },
        note: (text) => (display === undefined ? io.note(text) : display.note(text)),
        // Also where notes are not wanted: it is a warning, not a note.
        warn: (text) => io.errorLine(printable(text)),
      },
    )
    display?.stop()
    if (store !== undefined) report(store, made, now() - started, options.json === true, io)
    if (naming.unnamed !== undefined) io.note(naming.unnamed)
    return made.version.commit.complete ? DONE : INCOMPLETE
  } catch (error) {
    if (!isJsnapError(error, 'Interrupted')) throw error
    throw new JsnapError('Interrupted', error.message, {
      hint: 'what was read is kept: running the same commit again continues from there',
      cause: error,
    })
  } finally {
    display?.stop()
    store?.close()
  }
}

interface Naming {
  readonly name: string | null
  readonly message: string
  /** What to say where the message was perhaps meant for a name. */
  readonly unnamed?: string
}

/** A message that is a valid name names the version; any other is only a message. */
function nameAndMessage({ message = '', tag }: CommitOptions): Naming {
  if (tag !== undefined) return { name: tag, message }
  if (message === '' || isVersionName(message)) return { name: message === '' ? null : message, message }
  const text = `'${printable(message)}' is not a valid name and is kept as the message`
  return {
    name: null,
    message,
    unnamed: `${text}: the version has no name, only its id; use '-t NAME' to name it`,
  }
}

async function openOrMake(
  path: string,
  configFolder: string,
  options: CommitOptions,
  context: Context,
): Promise<Store> {
  if (isStore(path)) return openStoreAt(path, options, context)
  const store = await createStore(path, { user: context.user })
  context.io.note(`created a store at ${path}`)
  trustNewStore(configFolder, context)
  return store
}

function report(
  store: Store,
  { version: { id, commit }, bytesRead, bytesStored, requests, moved }: CaptureResult,
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
      by: commit.by,
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

function requestCount(requests: CaptureResult['requests']): string {
  const count = Object.values(requests).reduce((sum, times) => sum + times, 0)
  return formatCountOf(count, 'request')
}

import { notComparedText } from '../diff/show/not-compared-text.ts'
import {
  formatCountOf,
  labelOf,
  summariseProblems,
  type CaptureResult,
  type CommitFindings,
  type CommitSecrets,
  type ShopCheck,
  type Store,
} from '../index.ts'
import { changeCounts } from '../terminal/change-counts.ts'
import { deniedText } from '../terminal/denied-text.ts'
import { duringText } from '../terminal/during-lines.ts'
import { formatBytes } from '../terminal/format-bytes.ts'
import { formatDuration } from '../terminal/format-duration.ts'
import type { Io } from '../terminal/io.ts'
import { leftOutText } from '../terminal/left-out-text.ts'
import { notLookedAtLines } from '../terminal/not-looked-at-lines.ts'
import { printable } from '../terminal/printable.ts'
import { quotePath } from '../terminal/quote-path.ts'
import { sourceLines } from '../terminal/source-lines.ts'
import { problemSummaryLines } from './problem-summary-lines.ts'

const SHOWN_FINDINGS = 5

/** What a commit made, as `--json` has it. */
export function describeCommit(
  { version: { id, commit, name }, bytesRead, bytesStored, requests, moved, skipped }: CaptureResult,
  durationMs: number,
): object {
  const { tree, parent, complete, problems, notCovered, notLookedAt } = commit
  return {
    version: name ?? id,
    id,
    ...(skipped === true ? { skipped } : {}),
    tree,
    parent,
    by: commit.by,
    complete,
    counts: skipped === true ? unchanged(commit.counts) : commit.counts,
    bytes: { read: bytesRead, stored: bytesStored },
    requests,
    problems,
    notCovered,
    ...(notLookedAt === undefined ? {} : { notLookedAt }),
    ...(commit.notes === undefined ? {} : { notes: commit.notes }),
    ...(commit.secrets === undefined ? {} : { secrets: secretsOf(commit.secrets) }),
    ...(commit.findings === undefined ? {} : { findings: commit.findings }),
    ...(commit.check === undefined ? {} : { check: commit.check }),
    ...(commit.during === undefined ? {} : { during: commit.during }),
    ...(commit.duringCount === undefined ? {} : { duringCount: commit.duringCount }),
    ...(moved === undefined ? {} : { moved }),
    sources: commit.sources,
    durationMs: Math.round(durationMs),
  }
}

function unchanged({ entries }: CaptureResult['version']['commit']['counts']): object {
  return { entries, added: 0, modified: 0, removed: 0, unchanged: entries }
}

/** One line where something is not as it should be, and nothing else. */
export function reportQuietly(
  { version, moved = [] }: CaptureResult,
  warnings: readonly string[],
  io: Io,
): void {
  const { problems, during = [], duringCount = during.length } = version.commit
  const label = labelOf(version)
  const said = [
    ...(problems.length === 0
      ? []
      : [`incomplete: ${formatCountOf(problems.length, 'problem')}; 'jsnap show ${label}' lists them`]),
    ...(version.commit.check?.ok === false ? [checkText(version.commit.check)] : []),
    ...(duringCount === 0 ? [] : [`${formatCountOf(duringCount, 'path')} changed while the capture ran`]),
    ...(moved.length === 0
      ? []
      : [`${formatCountOf(moved.length, 'document')} changed between the two reads`]),
    ...warnings,
  ]
  if (said.length > 0) io.errorLine(printable(`${label}: ${said.join('; ')}`))
}

/** What a commit made, for people: what is to be known of it, and then the summary. */
export async function reportCommit(
  store: Store,
  { version, bytesRead, bytesStored, requests, moved, skipped }: CaptureResult,
  durationMs: number,
  io: Io,
): Promise<void> {
  const { commit } = version
  if (skipped === true) {
    io.line(`nothing changed since ${io.colors.bold(printable(labelOf(version)))}`)
    return
  }
  await showRemarks({ version, ...(moved === undefined ? {} : { moved }) }, io)
  const { bold, dim, yellow } = io.colors
  if (commit.sources.length > 1)
    for (const line of sourceLines(commit.sources, widthOf(io))) io.line(dim(line))
  const name = commit.name === null ? '' : `${bold(printable(commit.name))}  `
  const problems = formatCountOf(commit.problems.length, 'problem')
  const incomplete = commit.complete ? '' : `  ${yellow(`incomplete: ${problems}`)}`
  io.line(`${name}${dim(version.id.slice(0, 12))}  ${changeCounts(commit.counts, io.colors)}${incomplete}`)
  const left = notComparedText(store, commit)
  if (left !== undefined) io.line(`  ${left}`)
  io.line(
    `  ${formatCountOf(commit.counts.entries, 'entry', 'entries')}, ${formatBytes(commit.bytes)} in all`,
  )
  io.line(
    `  ${formatBytes(bytesRead)} read, ${formatBytes(bytesStored)} stored, ${requestCount(requests)} in ${formatDuration(durationMs)}`,
  )
}

/** Where nobody looks on, a line may be as long as it is. */
function widthOf(io: Io): number {
  return io.outputIsTerminal ? io.columns : Infinity
}

/** All that is not the summary: notes, warnings, and last what makes the version incomplete. */
async function showRemarks(
  { version, moved }: Pick<CaptureResult, 'version' | 'moved'>,
  io: Io,
): Promise<void> {
  const { commit } = version
  const { problems, notCovered } = commit
  for (const line of notLookedAtLines(commit.notLookedAt))
    io.note(`not read again: ${line}; use '--deep' to read them`)
  const denied = deniedText(notCovered)
  if (denied !== undefined) io.note(printable(denied))
  const leftOut = leftOutText(notCovered)
  if (leftOut !== undefined) io.note(leftOut)
  for (const text of commit.notes ?? []) io.note(printable(text))
  if (commit.secrets !== undefined) io.note(secretsNote(commit.secrets))
  if (commit.findings !== undefined) showFindings(commit.findings, labelOf(version), io)
  const during = duringText(commit)
  if (during !== undefined) io.errorLine(io.errorColors.yellow(`warning: ${during}`))
  if (moved !== undefined) showMoved(moved, io)
  if (commit.check?.ok === true) io.note(checkText(commit.check))
  if (commit.check?.ok === false) io.errorLine(io.errorColors.yellow(`warning: ${checkText(commit.check)}`))
  if (problems.length === 0) return
  io.errorLine(io.errorColors.yellow(`incomplete: ${formatCountOf(problems.length, 'problem')}`))
  for (const line of problemSummaryLines(await summariseProblems(problems))) io.errorLine(`  ${line}`)
  io.errorLine(`  'jsnap show ${printable(labelOf(version))}' lists all`)
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
  io.errorLine(io.errorColors.yellow(`warning: ${formatCountOf(count, 'place')} that may hold a secret`))
  for (const { path, line, rule } of listed.slice(0, SHOWN_FINDINGS))
    io.errorLine(`  ${quotePath(path)}:${line}  ${rule}`)
  if (count > SHOWN_FINDINGS) io.errorLine(`  and more; 'jsnap show ${version}' lists them`)
}

/** What a check of the user said. */
export function checkText({ ok, program, outcome, durationMs }: ShopCheck): string {
  const how = ok ? 'passed' : `failed: ${printable(outcome)}`
  return `the check ${printable(program)} ${how}, in ${formatDuration(durationMs)}`
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

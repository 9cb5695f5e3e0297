import {
  entryAt,
  formatCount,
  formatCountOf,
  goodVersions,
  labelOf,
  chooseVersion,
  meaningOf,
  namesOf,
  partOf,
  resolveVersion,
  secretKeyProblem,
  shortId,
  wholeMakerText,
  type Entry,
  type Store,
  type Version,
} from '../index.ts'
import { deniedText } from '../terminal/denied-text.ts'
import { notComparedText } from '../diff/show/not-compared-text.ts'
import type { Run } from '../terminal/context.ts'
import { DONE } from '../terminal/exit-code.ts'
import { formatBytes } from '../terminal/format-bytes.ts'
import { formatTime } from '../terminal/format-time.ts'
import type { Io } from '../terminal/io.ts'
import { namesText } from '../terminal/names-text.ts'
import { openStore } from '../flags/locate-store.ts'
import { printable } from '../terminal/printable.ts'
import { problemLines } from '../terminal/problem-lines.ts'
import { quotePath } from '../terminal/quote-path.ts'
import { sourceLines } from '../terminal/source-lines.ts'
import { duringLines } from '../terminal/during-lines.ts'
import { notLookedAtLines } from '../terminal/not-looked-at-lines.ts'
import { checkText } from './commit-report.ts'
import type { ShowOptions } from './show.flags.ts'

/** Shows a version's facts, or those of the entry at VERSION:PATH. */
export const run: Run<ShowOptions> = async (options, context) => {
  const { io } = context
  const store = await openStore(options, context)
  try {
    const { afterDashes } = options
    const { versions, paths } = await meaningOf(store, [options.version], {
      versions: 1,
      afterDashes,
      document: true,
    })
    const [name] = versions
    const [path] = paths
    if (path === undefined)
      showVersion(store, resolveVersion(store, name ?? 'HEAD'), options.json === true, io)
    else {
      const version = chooseVersion(store, name, { paths, note: (text) => io.note(text) })
      const names = (await namesOf(store, version, [path])).get(path)
      showEntry(entryAt(store, version, path), names, options.json === true, io)
    }
    return DONE
  } finally {
    store.close()
  }
}

function showVersion(store: Store, version: Version, json: boolean, io: Io): void {
  const { id, name, commit } = version
  const isGood = goodVersions(store).has(id)
  if (json) {
    io.json({ ...commit, id, name, good: isGood })
    return
  }
  const { bold, dim, yellow } = io.colors
  const { counts, message } = commit
  const part = partOf(commit)
  const by = commit.by && wholeMakerText(commit.by)
  const left = notComparedText(store, commit)
  io.line(`${bold(printable(labelOf(version)))}${commit.complete ? '' : `  ${yellow('incomplete')}`}`)
  const facts = [
    ['id', id],
    ['parent', commit.parent === null ? 'none' : shortId(commit.parent)],
    ['tree', shortId(commit.tree)],
    ['time', formatTime(commit.time)],
    ['account', commit.account ?? 'none'],
    ['regions', commit.regions.join(', ') || 'none'],
    ...(part === undefined ? [] : [['partial', part]]),
    ...(isGood ? [['good', 'yes']] : []),
    ...(commit.check === undefined ? [] : [['check', checkText(commit.check)]]),
    ...(by === undefined ? [] : [['by', by]]),
    ['tool', commit.tool],
    ['entries', `${formatCount(counts.entries)}, ${formatBytes(commit.bytes)}`],
    [
      'changes',
      `${formatCount(counts.added)} added, ${formatCount(counts.modified)} modified, ${formatCount(counts.removed)} removed, ${formatCount(counts.unchanged)} unchanged${counts.unknown === undefined ? '' : `, ${formatCount(counts.unknown)} unknown`}`,
    ],
    ...(left === undefined ? [] : [['', left]]),
    ...(commit.secrets === undefined ? [] : [['secrets', secretsText(store, version, commit.secrets)]]),
    ...(message !== '' && message !== name ? [['message', message]] : []),
  ]
  for (const [fact = '', value = ''] of facts) io.line(`${dim(fact.padEnd(8))} ${printable(value)}`)
  showSources(version, io)
  showList(
    'may hold a secret',
    commit.findings?.listed.map(({ path, line, rule }) => `${quotePath(path)}:${line}  ${printable(rule)}`) ??
      [],
    io,
  )
  showList('changed while the capture ran', duringLines(commit), io)
  showList('not read again', notLookedAtLines(commit.notLookedAt), io)
  showList('notes', commit.notes?.map(printable) ?? [], io)
  showList('problems', problemLines(commit.problems), io)
  showList(
    'not covered',
    commit.notCovered.map(({ path, reason }) => `${quotePath(path)}: ${printable(reason)}`),
    io,
  )
  const denied = deniedText(commit.notCovered)
  if (denied !== undefined) io.line(`  ${printable(denied)}`)
}

function secretsText(
  store: Store,
  version: Version,
  secrets: NonNullable<Version['commit']['secrets']>,
): string {
  const problem = secretKeyProblem(store, version)
  return [
    `${formatCount(secrets.count)}, ${secrets.sealed === null ? 'dropped' : `sealed for ${formatCountOf(secrets.recipients.length, 'recipient')}`}`,
    ...(problem === undefined ? [] : [`secret.key, the key of their markers, ${problem.text}`]),
  ].join('; ')
}

function showSources({ commit }: Version, io: Io): void {
  if (commit.sources.length === 0) return
  io.line()
  io.line(io.colors.bold('sources'))
  for (const line of sourceLines(commit.sources, io.outputIsTerminal ? io.columns : Infinity)) io.line(line)
}

function showList(title: string, lines: readonly string[], io: Io): void {
  if (lines.length === 0) return
  io.line()
  io.line(io.colors.bold(title))
  for (const line of lines) io.line(`  ${line}`)
}

function showEntry(entry: Entry, names: readonly string[] | undefined, json: boolean, io: Io): void {
  if (json) {
    io.json({ ...entry, ...(names === undefined ? {} : { names }) })
    return
  }
  const called = namesText(entry.path, names)
  io.line(`${io.colors.bold(quotePath(entry.path))}${called === '' ? '' : `  ${io.colors.dim(called)}`}`)
  const facts = [
    ['type', entry.type],
    ['size', `${formatCount(entry.size)} bytes`],
    ['sha256', entry.sha256 ?? 'none'],
    ...Object.entries(entry.meta).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ]
  const width = Math.max(...facts.map(([fact = '']) => fact.length))
  for (const [fact = '', value = ''] of facts)
    io.line(`${io.colors.dim(printable(fact).padEnd(width))}  ${printable(value)}`)
}

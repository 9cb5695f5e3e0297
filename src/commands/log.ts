import { describeNotCompared, notComparedLines } from '../diff/show/not-compared-lines.ts'
import { nameStatusLines } from '../diff/show/name-status-lines.ts'
import { readableLines } from '../diff/show/readable-lines.ts'
import { statLines } from '../diff/show/stat-lines.ts'
import {
  formatCount,
  formatCountOf,
  goodVersions,
  labelOf,
  makerText,
  meaningOf,
  parseMoment,
  partOf,
  pathHistory,
  shortId,
  versions as versionsOf,
  type PathHistoryOptions,
  type Step,
  type Store,
  type Version,
  type VersionsOptions,
} from '../index.ts'
import { countsText } from '../diff/show/counts-text.ts'
import { notComparedText } from '../diff/show/not-compared-text.ts'
import type { Context, Run } from '../terminal/context.ts'
import { configNaming } from '../flags/locate-config.ts'
import { DONE } from '../terminal/exit-code.ts'
import { showLines } from '../terminal/pager.ts'
import { changeCounts } from '../terminal/change-counts.ts'
import { formatBytes } from '../terminal/format-bytes.ts'
import { formatTime } from '../terminal/format-time.ts'
import type { Colors, Io } from '../terminal/io.ts'
import { openStore } from '../flags/locate-store.ts'
import { printable } from '../terminal/printable.ts'
import { quotePath } from '../terminal/quote-path.ts'
import type { LogOptions } from './log.flags.ts'

/** Lists the versions, newest first, or those in which a path changed, with the change. */
export const run: Run<LogOptions> = async (options, context) => {
  const store = await openStore(options, context)
  try {
    if (store.refs().head === null) context.io.note("no versions yet; 'jsnap commit -m v1.0' creates one")
    const args = [options.version, ...options.paths]
    const takes = { versions: args.some((arg) => arg?.includes('..') === true) ? 2 : 1, range: true } as const
    const { afterDashes } = options
    const { versions: ends, paths } = await meaningOf(store, args, { ...takes, anyPath: true, afterDashes })
    const [first, second] = ends
    const wanted = {
      from: second ?? first,
      after: second === undefined ? undefined : first,
      since: options.since === undefined ? undefined : parseMoment(options.since, context.now).from,
      until: options.until === undefined ? undefined : parseMoment(options.until, context.now).until,
    }
    if (paths.length > 0 || options.stat === true || options.nameStatus === true)
      await logChanges(store, { ...wanted, paths }, options, context)
    else logVersions(store, wanted, options, context)
    return DONE
  } finally {
    store.close()
  }
}

function logVersions(store: Store, wanted: VersionsOptions, options: LogOptions, { io }: Context): void {
  const good = goodVersions(store)
  const versions = [...versionsOf(store, wanted).take(options.number ?? Infinity)]
  if (options.json === true) io.json({ versions: versions.map((version) => describe(version, good)) })
  else if (options.oneline === true)
    for (const version of versions)
      io.line(
        oneLine(
          version,
          good,
          io.colors,
          changeCounts(version.commit.counts, io.colors) + uncompared(version),
        ),
      )
  else if (versions.length > 0)
    io.line(versions.map((version) => paragraph(store, version, good, io.colors)).join('\n\n'))
}

/** The ids of the versions that are marked as good. */
type Good = ReadonlySet<string>

type Changed = Extract<Step, { kind: 'changed' }>
type Blind = Extract<Step, { kind: 'blind' }>

async function logChanges(
  store: Store,
  wanted: PathHistoryOptions,
  options: LogOptions,
  context: Context,
): Promise<void> {
  const { io, env } = context
  const { ignore = [] } = await configNaming('ignore', store.dir, options, context)
  const blind: Blind[] = []
  const good = goodVersions(store)
  const steps = await pathHistory(store, { ...wanted, ignore })
  const changed = changedSteps(steps, options, blind)
  if (options.json === true) {
    const versions = [...changed].map(({ version, before, explained: { changes, summary, notCompared } }) => {
      const names = { from: before?.name ?? before?.id ?? '', to: version.name ?? version.id }
      return {
        ...describe(version, good),
        changes,
        summary,
        notCompared: describeNotCompared(notCompared, names),
      }
    })
    const unknown = blind.map(({ version: { name, id }, path, reason }) => ({ name, id, path, reason }))
    io.json({ versions, unknown })
    return
  }
  await showLines(changedLines(changed, good, options, io), io, env, options.pager)
  for (const line of blindLines(blind)) io.note(line)
}

/** Of the versions that have no information about the same for the same reason, the most that are named, */
const NAMED_BLIND = 3
/** and the most such groups that are shown. */
const SHOWN_BLIND = 5

/** A line for all versions that have no information about the same for the same reason. */
function blindLines(blind: readonly Blind[]): string[] {
  const groups = [...Map.groupBy(blind, ({ path = '', reason }) => `${path}\n${reason}`).values()]
  const lines = groups.slice(0, SHOWN_BLIND).map((group) => {
    const [{ path, reason } = { path: undefined, reason: '' }] = group
    const names = group.slice(0, NAMED_BLIND).map(({ version }) => printable(labelOf(version)))
    const rest = group.length - names.length
    const who = rest > 0 ? `${names.join(', ')} and ${formatCountOf(rest, 'more version')}` : names.join(', ')
    const have = group.length === 1 ? 'has' : 'have'
    return `${who} ${have} no information about ${path === undefined ? 'it' : quotePath(path)}: ${printable(reason)}`
  })
  const rest = groups.slice(SHOWN_BLIND).flat().length
  return rest > 0 ? [...lines, `and ${formatCountOf(rest, 'more gap')}; '--json' lists all`] : lines
}

/** The steps with changes, as many as are wanted; `blind` takes the others. */
function* changedSteps(
  steps: Iterable<Step>,
  { number = Infinity }: LogOptions,
  blind: Blind[],
): Generator<Changed, void, undefined> {
  let told = 0
  for (const step of steps) {
    if (told === number) return
    if (step.kind === 'blind') {
      blind.push(step)
      continue
    }
    yield step
    told++
  }
}

/** The most changes of one version that are shown; `diff` shows all. */
const SHOWN_CHANGES = 20
/** Where nobody looks on, a line may be as long as is still of use. */
const WIDE = 160

function* changedLines(
  steps: Iterable<Changed>,
  good: Good,
  options: LogOptions,
  io: Io,
): Generator<string, void, undefined> {
  const { colors } = io
  const columns = io.outputIsTerminal ? io.columns : WIDE
  let isFirst = true
  for (const { version, before, explained } of steps) {
    const { changes, summary, notCompared } = explained
    const counts = countsText(summary)
    if (options.oneline === true) {
      yield oneLine(version, good, colors, counts)
      continue
    }
    if (!isFirst) yield ''
    isFirst = false
    yield `${heading(version, good, colors, byText(version))}  ${counts}`
    if (options.nameStatus === true) yield* nameStatusLines(changes)
    else if (options.stat === true) yield* statLines(explained, columns, colors).slice(0, -1)
    else {
      const shown = { changes: changes.slice(0, SHOWN_CHANGES), summary, ignored: explained.ignored }
      const look = { columns: columns - 2, colors, escapes: io.outputIsTerminal }
      // After an empty line they sum up, as the heading does.
      const lines = [...readableLines(shown, look)]
      for (const line of lines.slice(0, lines.lastIndexOf(''))) yield `  ${line}`
      if (changes.length > SHOWN_CHANGES)
        yield colors.dim(`  ${moreText(changes.length - SHOWN_CHANGES, version, before)}`)
    }
    const names = { from: before === undefined ? '' : labelOf(before), to: labelOf(version) }
    for (const line of notComparedLines(notCompared, names)) yield colors.dim(`  ${line}`)
  }
}

function moreText(count: number, version: Version, before: Version | undefined): string {
  const command =
    before === undefined ? `ls ${labelOf(version)}` : `diff ${labelOf(before)} ${labelOf(version)}`
  return `and ${formatCountOf(count, 'more change')}; 'jsnap ${command}' lists them`
}

function describe({ id, name, commit }: Version, good: Good): object {
  const { parent, tree, time, message, complete, counts, bytes, account, regions, problems, tool } = commit
  const { by = null } = commit
  return {
    name,
    id,
    parent,
    tree,
    time,
    message,
    complete,
    counts,
    bytes,
    account,
    regions,
    problems: problems.length,
    tool,
    by,
    good: good.has(id),
  }
}

function oneLine(version: Version, good: Good, colors: Colors, changes: string): string {
  const { id, name, commit } = version
  const label = name === null ? '' : `${colors.bold(printable(name))}  `
  const said = commit.message !== '' && commit.message !== name ? `  ${firstLine(commit.message)}` : ''
  return `${colors.yellow(shortId(id))}  ${label}${changes}${remarks(version, good, colors)}${said}`
}

function heading(version: Version, good: Good, colors: Colors, by = ''): string {
  const { id, name, commit } = version
  const label = colors.bold(printable(labelOf(version)))
  const idText = name === null ? '' : `  ${colors.yellow(shortId(id))}`
  return `${label}${idText}  ${formatTime(commit.time)}${by}${remarks(version, good, colors)}`
}

/** Who made it. */
function byText({ commit: { by } }: Version): string {
  const text = by && makerText(by)
  return text === undefined ? '' : `  by ${printable(text)}`
}

/** How many entries the counts of a version leave out. */
function uncompared({ commit: { counts } }: Version): string {
  return counts.notCompared === undefined ? '' : `  ${formatCount(counts.notCompared)} not compared`
}

function paragraph(store: Store, version: Version, good: Good, colors: Colors): string {
  const { name, commit } = version
  const { counts, bytes, message, account } = commit
  const lines = [
    heading(version, good, colors),
    `  ${changeCounts(counts, colors)}   ${formatCountOf(counts.entries, 'entry', 'entries')}, ${formatBytes(bytes)}${account === null ? '' : `, account ${printable(account)}`}`,
  ]
  const left = notComparedText(store, commit)
  if (left !== undefined) lines.push(`  ${left}`)
  const by = byText(version)
  if (by !== '') lines.push(by)
  if (message !== '' && message !== name)
    lines.push(...message.split('\n').map((line) => `  ${printable(line)}`))
  return lines.join('\n')
}

/** That it is marked as good, that not all was asked for, and that not all of it could be read. */
function remarks({ id, commit }: Version, good: Good, colors: Colors): string {
  const part = partOf(commit)
  const problems = formatCountOf(commit.problems.length, 'problem')
  return [
    good.has(id) ? `  ${colors.green('good')}` : '',
    commit.check?.ok === false ? `  ${colors.yellow('check failed')}` : '',
    part === undefined ? '' : `  ${colors.yellow(`partial: ${printable(part)}`)}`,
    commit.complete ? '' : `  ${colors.yellow(`incomplete: ${problems}`)}`,
  ].join('')
}

function firstLine(message: string): string {
  return printable(message.split('\n')[0] ?? '')
}

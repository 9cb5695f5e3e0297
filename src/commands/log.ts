import type { CommonOptions, Run } from '../workspace/context.ts'
import { DONE } from '../terminal/exit-code.ts'
import { formatBytes } from '../terminal/format-bytes.ts'
import { formatCount, formatCountOf } from '../model/format-count.ts'
import { formatTime } from '../terminal/format-time.ts'
import type { Colors } from '../terminal/io.ts'
import { openStore } from '../workspace/locate-store.ts'
import { printable } from '../terminal/printable.ts'
import { history } from '../versions/history.ts'
import { labelOf, shortId, type Version } from '../versions/version.ts'

export interface LogOptions extends CommonOptions {
  readonly number?: number
  readonly oneline?: boolean
}

/** Lists the versions, newest first. */
export const run: Run<LogOptions> = (options, context) => {
  const { io } = context
  const store = openStore(options, context)
  try {
    const versions = [...history(store).take(options.number ?? Infinity)]
    if (options.json === true) io.json({ versions: versions.map(describe) })
    else if (versions.length === 0) io.note("no versions yet; 'jsnap commit -m v1.0' makes one")
    else if (options.oneline === true) for (const version of versions) io.line(oneLine(version, io.colors))
    else io.line(versions.map((version) => paragraph(version, io.colors)).join('\n\n'))
    return Promise.resolve(DONE)
  } finally {
    store.close()
  }
}

function describe({ id, name, commit }: Version): object {
  const { parent, tree, time, message, complete, counts, bytes, account, regions, problems, tool } = commit
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
  }
}

function oneLine(version: Version, colors: Colors): string {
  const { id, name, commit } = version
  const label = name === null ? '' : `${colors.bold(printable(name))}  `
  const said = commit.message !== '' && commit.message !== name ? `  ${firstLine(commit.message)}` : ''
  return `${colors.yellow(shortId(id))}  ${label}${changesOf(version, colors)}${incomplete(version, colors)}${said}`
}

function paragraph(version: Version, colors: Colors): string {
  const { id, name, commit } = version
  const { counts, bytes, time, message, account } = commit
  const lines = [
    `${colors.bold(printable(labelOf(version)))}  ${colors.yellow(shortId(id))}  ${formatTime(time)}${incomplete(version, colors)}`,
    `  ${changesOf(version, colors)}   ${formatCountOf(counts.entries, 'entry', 'entries')}, ${formatBytes(bytes)}${account === null ? '' : `, account ${printable(account)}`}`,
  ]
  if (message !== '' && message !== name)
    lines.push(...message.split('\n').map((line) => `  ${printable(line)}`))
  return lines.join('\n')
}

/** What the version changed, as `+12 ~3 -1`. */
function changesOf({ commit: { counts } }: Version, colors: Colors): string {
  return [
    colors.green(`+${formatCount(counts.added)}`),
    colors.yellow(`~${formatCount(counts.modified)}`),
    colors.red(`-${formatCount(counts.removed)}`),
  ].join(' ')
}

function incomplete({ commit }: Version, colors: Colors): string {
  return commit.complete
    ? ''
    : `  ${colors.yellow(`incomplete: ${formatCountOf(commit.problems.length, 'problem')}`)}`
}

function firstLine(message: string): string {
  return printable(message.split('\n')[0] ?? '')
}

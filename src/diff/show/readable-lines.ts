import { formatCountOf } from '../../runtime/format-count.ts'
import { formatCount } from '../../runtime/format-count.ts'
import type { Colors } from '../../terminal/io.ts'
import type { Change } from '../compare/change.ts'
import { detailLines, detailText } from './detail-lines.ts'
import type { Explained } from '../compare/explain.ts'
import { headParts, ignoredText, restText, signOf } from './change-title.ts'
import { itemLines } from './item-lines.ts'
import { quotePath } from '../../terminal/quote-path.ts'
import { readableText, type PatchLine } from './patch-line.ts'
import { isWhole, wholeText, type Told, type WholeThing } from './whole-things.ts'
import { countsText } from './counts-text.ts'

const INDENT = '    '
/** The most lines that are shown of the changes in one document. */
export const MOST_DETAILS = 300

/** The most places that neither version could read that are named below the changes. */
const MOST_UNREAD = 5

/** How a comparison is shown. */
export interface Look {
  readonly columns: number
  readonly colors: Colors
  /** The lines of the difference of two texts, instead of one line that says there is one. */
  readonly patch?: (change: Change) => readonly PatchLine[] | undefined
  /** Puts together what is one to people; each change stands alone without it. */
  readonly group?: (changes: readonly Change[]) => readonly Told[]
  /** Control characters in texts are written out. */
  readonly escapes: boolean
}

/** A comparison for people: a line for each change, what changed inside below it, and a summary. */
export function* readableLines(
  { changes, summary, ignored }: Pick<Explained, 'changes' | 'summary' | 'ignored'>,
  look: Look,
): Generator<string, void, undefined> {
  const known = changes.filter(({ inBoth }) => inBoth === undefined)
  for (const told of look.group?.(known) ?? known)
    if (isWhole(told)) yield wholeLine(told, look.colors)
    else yield* changeLines(told, look)
  const unread = changes.filter(({ inBoth }) => inBoth === true)
  for (const change of unread.slice(0, MOST_UNREAD)) yield* changeLines(change, look)
  const rest = unread.length - MOST_UNREAD
  if (rest > 0)
    yield look.colors.dim(`? ${formatCountOf(rest, 'more place')} that could not be read in either version`)
  if (changes.length > 0) yield* ['', countsText(summary)]
  if (ignored.details > 0) yield look.colors.dim(ignoredText(ignored))
}

function wholeLine({ type, path, changes, bytes }: WholeThing, { green, red, dim }: Colors): string {
  const paint = type === 'added' ? green : red
  const sign = type === 'added' ? '+' : '-'
  return `${paint(`${sign} ${quotePath(path)}`)}  ${dim(wholeText(changes.length, bytes))}`
}

function* changeLines(change: Change, look: Look): Generator<string, void, undefined> {
  const { columns, colors } = look
  const patch = look.patch?.(change)
  if (patch === undefined) yield headLine(change, colors)
  else for (const line of patch) yield patchText(line, look)
  const width = columns - INDENT.length - 2
  // The lines of a text say what its details would.
  const details = (change.details ?? []).filter(({ of }) => patch === undefined || of === 'meta')
  const inside = [...detailLines(details, width), ...itemLines(change.items, width)]
  const shown = look.patch === undefined ? inside.slice(0, MOST_DETAILS) : inside
  for (const line of shown) yield INDENT + detailText(line, colors)
  if (shown.length < inside.length)
    yield INDENT + colors.dim(`and ${formatCount(inside.length - shown.length)} more; --json or -p shows all`)
  const rest = patch === undefined ? restText(change, inside.length) : undefined
  if (rest !== undefined) yield INDENT + colors.dim(rest)
}

function patchText(line: PatchLine, { colors, escapes }: Look): string {
  const paint = {
    head: colors.bold,
    hunk: colors.cyan,
    added: colors.green,
    removed: colors.red,
    same: String,
  }[line.kind]
  return paint(escapes ? readableText(line) : line.text)
}

function headLine(change: Change, colors: Colors): string {
  const { name, called, remarks } = headParts(change)
  const paint = {
    added: colors.green,
    removed: colors.red,
    modified: colors.yellow,
    renamed: colors.cyan,
    metadata: colors.magenta,
    unknown: colors.dim,
    firstSeen: colors.green,
  }[change.type]
  const all = [called, ...remarks].filter((text) => text !== '')
  return [paint(`${signOf(change)} ${name}`), ...all.map(colors.dim)].join('  ')
}

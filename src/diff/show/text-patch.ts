import { structuredPatch, type StructuredPatchHunk } from 'diff'
import type { Entry } from '../../model/entry.ts'
import { quotePath } from '../../terminal/quote-path.ts'
import type { Store } from '../../store/store.ts'
import type { Change } from '../compare/change.ts'
import type { EntryPair } from '../compare/compare.ts'
import { contentText, type ShownText } from '../compare/content-text.ts'
import type { PatchLine } from './patch-line.ts'

/** Texts that differ in more lines than this are reported as a whole between their first and last difference: the search would take too long. */
const MOST_EDITS = 2000

/** The difference of two texts as git shows it; undefined when one of the sides is not text. */
export function textPatch(
  store: Store,
  change: Change,
  { before, after }: EntryPair,
  context: number,
  shown: ShownText = String,
): PatchLine[] | undefined {
  if (before !== undefined && after !== undefined && isLink(before) !== isLink(after)) {
    // As git: the one goes, and the other comes.
    const gone = textPatch(store, change, { before }, context, shown)
    const come = textPatch(store, change, { after }, context, shown)
    return gone === undefined || come === undefined ? undefined : [...gone, ...come]
  }
  const [a, b] = [sideText(store, before, 'before', shown), sideText(store, after, 'after', shown)]
  if (a === undefined || b === undefined || a === b) return undefined
  return [...headLines(change, before, after), ...hunkLines(a, b, context)]
}

function isLink({ type }: Entry): boolean {
  return type === 'symlink'
}

/** What is not there has no text; what there is must be one. */
function sideText(
  store: Store,
  entry: Entry | undefined,
  side: 'before' | 'after',
  shown: ShownText,
): string | undefined {
  if (entry === undefined) return ''
  if (entry.type === 'directory' || entry.type === 'stub' || entry.type === 'unknown') return undefined
  const text = contentText(store, entry)
  return text === undefined ? undefined : shown(text, entry, side)
}

function headLines(
  { path, from, similarity }: Change,
  before: Entry | undefined,
  after: Entry | undefined,
): PatchLine[] {
  const [a, b] = [quotePath(`a/${before?.path ?? path}`), quotePath(`b/${path}`)]
  const short = (entry: Entry | undefined) => entry?.sha256?.slice(0, 7) ?? '0000000'
  const [old, now] = [before && modeOf(before), after && modeOf(after)]
  const texts = [
    `diff --git ${a} ${b}`,
    ...(old === undefined ? [`new file mode ${now ?? ''}`] : []),
    ...(now === undefined ? [`deleted file mode ${old ?? ''}`] : []),
    ...(old !== undefined && now !== undefined && old !== now ? [`old mode ${old}`, `new mode ${now}`] : []),
    ...(from === undefined
      ? []
      : [
          `similarity index ${similarity ?? 100}%`,
          `rename from ${quotePath(from)}`,
          `rename to ${quotePath(path)}`,
        ]),
    `index ${short(before)}..${short(after)}${old === now ? ` ${now ?? ''}` : ''}`,
    `--- ${before === undefined ? '/dev/null' : withEnd(a)}`,
    `+++ ${after === undefined ? '/dev/null' : withEnd(b)}`,
  ]
  return texts.map((text) => ({ kind: 'head', text }))
}

/** As git has it: what is not a link is a file, and can be run or not. */
function modeOf(entry: Entry): string {
  if (isLink(entry)) return '120000'
  const { mode } = entry.meta
  return typeof mode === 'string' && (Number.parseInt(mode, 8) & 0o100) !== 0 ? '100755' : '100644'
}

/** As git: a name with a space ends in a tab, for `patch` to know where it ends. */
function withEnd(name: string): string {
  return name.includes(' ') ? `${name}\t` : name
}

function hunkLines(a: string, b: string, context: number): PatchLine[] {
  const options = { context, maxEditLength: MOST_EDITS }
  const old = linesOf(a)
  const hunks = structuredPatch('', '', a, b, '', '', options)?.hunks ?? [wholeHunk(old, linesOf(b), context)]
  let [heading, looked] = ['', 0]
  return hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }): PatchLine[] => {
    heading = old.slice(looked, oldStart - 1).findLast((line) => /^[A-Za-z_$]/.test(line)) ?? heading
    looked = oldStart - 1
    const place = `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`
    return [
      { kind: 'hunk', text: `${place} ${heading.slice(0, MOST_HEADING)}`.trimEnd() },
      ...lines.map((text): PatchLine => ({ kind: KINDS[text[0] ?? ''] ?? 'same', text })),
    ]
  })
}

/** As git: a hunk names the last line before it that is not indented, up to this length. */
const MOST_HEADING = 80

/** The lines between the common beginning and end: all are removed, and all others added. */
function wholeHunk(old: readonly string[], now: readonly string[], context: number): StructuredPatchHunk {
  const shorter = Math.min(old.length, now.length)
  let start = 0
  while (start < shorter && old[start] === now[start]) start++
  let end = 0
  while (end < shorter - start && old.at(-1 - end) === now.at(-1 - end)) end++
  const from = Math.max(0, start - context)
  const rest = Math.max(0, end - context)
  return {
    oldStart: from + 1,
    oldLines: old.length - rest - from,
    newStart: from + 1,
    newLines: now.length - rest - from,
    lines: [
      ...signed(' ', old.slice(from, start)),
      ...signed('-', old.slice(start, old.length - end)),
      ...signed('+', now.slice(start, now.length - end)),
      ...signed(' ', old.slice(old.length - end, old.length - rest)),
    ],
  }
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/)
}

function signed(sign: string, lines: readonly string[]): string[] {
  return lines.flatMap((line) =>
    line.endsWith('\n') ? [sign + line.slice(0, -1)] : [sign + line, '\\ No newline at end of file'],
  )
}

const KINDS: Readonly<Record<string, PatchLine['kind']>> = { '+': 'added', '-': 'removed' }

/** As git has it: of no lines, the one before them. */
function range(start: number, lines: number): string {
  return lines === 1 ? String(start) : `${lines === 0 ? start - 1 : start},${lines}`
}

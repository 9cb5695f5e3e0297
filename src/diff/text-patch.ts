import { structuredPatch, type StructuredPatchHunk } from 'diff'
import type { Entry } from '../model/entry.ts'
import { quotePath } from '../terminal/quote-path.ts'
import type { Store } from '../store/store.ts'
import type { Change } from './change.ts'
import type { EntryPair } from './compare.ts'
import { contentText } from './content-text.ts'

/** A line of a patch, by what it is. */
export interface PatchLine {
  readonly kind: 'head' | 'hunk' | 'added' | 'removed' | 'same'
  readonly text: string
}

/** Texts that differ in more lines than this are told as a whole: the search would take too long. */
const MOST_EDITS = 2000

/** The difference of two texts as git shows it; undefined when one of the sides is no text. */
export function textPatch(
  store: Store,
  change: Change,
  { before, after }: EntryPair,
  context: number,
): PatchLine[] | undefined {
  const [a, b] = [sideText(store, before), sideText(store, after)]
  if (a === undefined || b === undefined || a === b) return undefined
  return [...headLines(change, before, after), ...hunkLines(a, b, context)]
}

/** What is not there has no text; what there is must be one. */
function sideText(store: Store, entry: Entry | undefined): string | undefined {
  if (entry === undefined) return ''
  if (entry.type !== 'object' && entry.type !== 'file' && entry.type !== 'config') return undefined
  return contentText(store, entry)
}

function headLines(
  { path, from, similarity }: Change,
  before: Entry | undefined,
  after: Entry | undefined,
): PatchLine[] {
  const [a, b] = [quotePath(`a/${from ?? path}`), quotePath(`b/${path}`)]
  const short = (entry: Entry | undefined) => entry?.sha256?.slice(0, 7) ?? '0000000'
  const texts = [
    `diff --git ${a} ${b}`,
    ...(before === undefined ? ['new file mode 100644'] : []),
    ...(after === undefined ? ['deleted file mode 100644'] : []),
    ...(from === undefined
      ? []
      : [
          `similarity index ${similarity ?? 100}%`,
          `rename from ${quotePath(from)}`,
          `rename to ${quotePath(path)}`,
        ]),
    `index ${short(before)}..${short(after)}${before !== undefined && after !== undefined ? ' 100644' : ''}`,
    `--- ${before === undefined ? '/dev/null' : withEnd(a)}`,
    `+++ ${after === undefined ? '/dev/null' : withEnd(b)}`,
  ]
  return texts.map((text) => ({ kind: 'head', text }))
}

/** As git: a name with a space ends in a tab, for `patch` to know where it ends. */
function withEnd(name: string): string {
  return name.includes(' ') ? `${name}\t` : name
}

function hunkLines(a: string, b: string, context: number): PatchLine[] {
  const options = { context, maxEditLength: MOST_EDITS }
  const hunks = structuredPatch('', '', a, b, '', '', options)?.hunks ?? [wholeHunk(a, b)]
  return hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }): PatchLine[] => [
    { kind: 'hunk', text: `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@` },
    ...lines.map((text): PatchLine => ({ kind: KINDS[text[0] ?? ''] ?? 'same', text })),
  ])
}

/** All lines went, and all others came. */
function wholeHunk(a: string, b: string): StructuredPatchHunk {
  const [old] = structuredPatch('', '', a, '').hunks
  const [now] = structuredPatch('', '', '', b).hunks
  return {
    oldStart: 1,
    oldLines: old?.oldLines ?? 0,
    newStart: 1,
    newLines: now?.newLines ?? 0,
    lines: [...(old?.lines ?? []), ...(now?.lines ?? [])],
  }
}

const KINDS: Readonly<Record<string, PatchLine['kind']>> = { '+': 'added', '-': 'removed' }

/** As git has it: of no lines, the one before them. */
function range(start: number, lines: number): string {
  return lines === 1 ? String(start) : `${lines === 0 ? start - 1 : start},${lines}`
}

import { resolve } from 'node:path'
import { configNaming } from '../flags/locate-config.ts'
import { storePath } from '../flags/locate-store.ts'
import { nothingCompared } from '../diff/show/as-it-was.ts'
import { ignoredText } from '../diff/show/change-title.ts'
import { layoutOfChanges } from '../diff/show/layout-of-changes.ts'
import { nameOnlyLines, nameStatusLines } from '../diff/show/name-status-lines.ts'
import { describeNotCompared, notComparedLines, type VersionNames } from '../diff/show/not-compared-lines.ts'
import { readableLines, type Look } from '../diff/show/readable-lines.ts'
import { serviceLines } from '../diff/show/service-lines.ts'
import { shortStatLines, statLines } from '../diff/show/stat-lines.ts'
import {
  diff,
  hasPath,
  labelOf,
  summariseProblems,
  type Difference,
  type Store,
  type Version,
} from '../index.ts'
import type { Context } from '../terminal/context.ts'
import { DONE } from '../terminal/exit-code.ts'
import { showLines } from '../terminal/pager.ts'
import { writeOutput } from '../terminal/write-file.ts'
import type { PageSide } from '../diff/show/page-head.ts'
import { withWholeThings, type IsNowhere } from '../diff/show/whole-things.ts'
import { problemSummaryLines } from './problem-summary-lines.ts'
import { comparedExit } from './compared-exit.ts'
import type { DiffOptions } from './diff.flags.ts'
import type { Sides } from './diff-sides.ts'

/** A comparison with what its sides are called. */
export interface Named {
  readonly difference: Difference
  /** As scripts know them. */
  readonly names: VersionNames
  /** As people do. */
  readonly labels: VersionNames
  /** The places that were to be ignored. */
  readonly ignore: readonly string[]
  /** Two places are compared, and not two versions. */
  readonly arePlaces: boolean
}

/** Compares two versions, or two places, as far as the options need it. */
export async function compareSides(
  store: Store,
  [a, b]: readonly [Version, Version],
  { paths, places }: Pick<Sides, 'paths' | 'places'>,
  options: DiffOptions,
  context: Context,
): Promise<Named> {
  const ignore = [
    ...((await configNaming('ignore', storePath(options, context), options, context)).ignore ?? []),
    ...(options.ignore ?? []),
  ]
  const parts = partsOf(options)
  const details =
    options.json === true ||
    options.html !== undefined ||
    parts.includes('changes') ||
    parts.includes('summary')
  const difference = await diff(store, a, b, {
    paths,
    places,
    ignore,
    similarity: options.findRenames,
    details,
    acrossAccounts: options.acrossAccounts === true,
  })
  if (difference.lacksRenames)
    context.io.note(
      'too many paths were added and removed to detect renames of modified files; name paths to narrow it down',
    )
  const at = (label: string, place: string | undefined) => (place === undefined ? label : `${label}:${place}`)
  const names = { from: at(a.name ?? a.id, places?.[0]), to: at(b.name ?? b.id, places?.[1]) }
  const labels = { from: at(labelOf(a), places?.[0]), to: at(labelOf(b), places?.[1]) }
  return { difference, names, labels, ignore, arePlaces: places !== undefined }
}

/** Shows a comparison as the options want it; the exit code says whether there are differences where that is asked. */
export async function showDifference(
  store: Store,
  named: Named,
  options: DiffOptions,
  context: Context,
): Promise<number> {
  const { io, env, cwd } = context
  const { difference, labels } = named
  const parts = partsOf(options)
  if (options.html !== undefined) {
    const { htmlPage } = await import('../diff/show/html-page.ts')
    const layout = await layoutOfChanges(difference.changes)
    const { from, to } = difference
    const page = htmlPage(
      { ...difference, ...labels, sides: [await pageSide(from), await pageSide(to)], time: context.now() },
      layout,
      await patchOf(options, store, difference),
      (changes) => withWholeThings(changes, layout, isNowhere(store, named)),
    )
    await writeOutput(resolve(cwd, options.html), page)
    io.note(`wrote ${options.html}`)
  }
  if (options.json === true) {
    io.json(describeDifference(named))
  } else if (options.markdown === true) {
    const { markdown } = await import('../diff/show/markdown.ts')
    const layout = await layoutOfChanges(difference.changes)
    const group = await grouping(store, named)
    for (const line of markdown({ ...difference, ...labels }, layout, group)) io.line(line)
  } else if (options.html === undefined || wantsPatch(options) || !parts.includes('changes')) {
    const look: Look = {
      columns: io.outputIsTerminal ? io.columns : WIDE,
      colors: io.colors,
      escapes: io.outputIsTerminal,
      ...(wantsPatch(options) ? { patch: await patchOf(options, store, difference) } : {}),
      ...(parts.includes('changes') && !wantsPatch(options) && options.expand !== true
        ? { group: await grouping(store, named) }
        : {}),
    }
    await showLines(await linesOf(parts, difference, look), io, env, options.pager)
    if (!parts.includes('changes') && difference.ignored.details > 0) io.note(ignoredText(difference.ignored))
  }
  for (const path of difference.uncompared) io.note(nothingCompared(path))
  for (const line of notComparedLines(difference.notCompared, labels)) io.note(line)
  return options.exitCode === true ? comparedExit(difference) : DONE
}

async function grouping(store: Store, named: Named): Promise<NonNullable<Look['group']>> {
  const layout = await layoutOfChanges(named.difference.changes)
  return (changes) => withWholeThings(changes, layout, isNowhere(store, named))
}

/** Says whether the version that lacks something has nothing at all in its folder; of two places, each path stands alone. */
function isNowhere(store: Store, { difference, arePlaces }: Named): IsNowhere {
  const { from, to } = difference
  return (folder, type) => !arePlaces && !hasPath(store, type === 'added' ? from : to, folder)
}

async function pageSide(version: Version): Promise<PageSide> {
  return { version, problems: problemSummaryLines(await summariseProblems(version.commit.problems)) }
}

/** A comparison, as `--json` has it. */
export function describeDifference({ difference, names, ignore }: Named): object {
  const { changes, summary, ignored } = difference
  const notCompared = describeNotCompared(difference.notCompared, names)
  return { ...names, changes, summary, notCompared, ...(ignore.length === 0 ? {} : { ignored }) }
}

/** Where nobody looks on, a line may be as long as is still of use. */
const WIDE = 160

/** A part of the output. */
type Part = 'nameStatus' | 'nameOnly' | 'stat' | 'shortstat' | 'summary' | 'changes'

/** The parts that are wanted, in the order of the output. As git: a list of names goes before all else. */
function partsOf({ nameStatus, nameOnly, stat, shortstat, summary, ...options }: DiffOptions): Part[] {
  if (nameStatus === true) return ['nameStatus']
  if (nameOnly === true) return ['nameOnly']
  const brief: Part[] = []
  if (stat === true) brief.push('stat')
  else if (shortstat === true) brief.push('shortstat')
  if (summary === true) brief.push('summary')
  return brief.length === 0 || wantsPatch(options) ? [...brief, 'changes'] : brief
}

function wantsPatch({ patch, unified }: Pick<DiffOptions, 'patch' | 'unified'>): boolean {
  return patch === true || unified !== undefined
}

async function linesOf(
  parts: readonly Part[],
  difference: Difference,
  look: Look,
): Promise<Iterable<string>> {
  const summary = parts.includes('summary')
    ? serviceLines(difference.changes, await layoutOfChanges(difference.changes), look.columns, look.colors)
    : []
  return joined(parts, difference, look, summary)
}

function* joined(
  parts: readonly Part[],
  difference: Difference,
  look: Look,
  summary: Iterable<string>,
): Generator<string, void, undefined> {
  for (const [i, part] of parts.entries()) {
    if (i > 0 && difference.changes.length > 0) yield ''
    yield* part === 'summary' ? summary : partLines(part, difference, look)
  }
}

function partLines(part: Exclude<Part, 'summary'>, difference: Difference, look: Look): Iterable<string> {
  switch (part) {
    case 'nameStatus':
      return nameStatusLines(difference.changes)
    case 'nameOnly':
      return nameOnlyLines(difference.changes)
    case 'stat':
      return statLines(difference, look.columns, look.colors)
    case 'shortstat':
      return shortStatLines(difference)
    case 'changes':
      return readableLines(difference, look)
  }
}

async function patchOf(
  { unified = 3 }: DiffOptions,
  store: Store,
  difference: Difference,
): Promise<NonNullable<Look['patch']>> {
  const { textPatches } = await import('../diff/show/text-patches.ts')
  return textPatches(store, [difference.from, difference.to], difference, unified)
}

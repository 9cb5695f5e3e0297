import { resolve } from 'node:path'
import { configNaming } from '../flags/locate-config.ts'
import { openStore, storePath } from '../flags/locate-store.ts'
import { nothingCompared } from '../diff/show/as-it-was.ts'
import { ignoredText } from '../diff/show/change-title.ts'
import { layoutOfChanges } from '../diff/show/layout-of-changes.ts'
import { nameOnlyLines, nameStatusLines } from '../diff/show/name-status-lines.ts'
import { describeNotCompared, notComparedLines } from '../diff/show/not-compared-lines.ts'
import { readableLines, type Look } from '../diff/show/readable-lines.ts'
import { serviceLines } from '../diff/show/service-lines.ts'
import { shortStatLines, statLines } from '../diff/show/stat-lines.ts'
import {
  diff,
  hasPath,
  isJsnapError,
  labelOf,
  resolveVersion,
  type Difference,
  type LiveVersion,
  type Store,
  type Version,
} from '../index.ts'
import type { Context, Run } from '../terminal/context.ts'
import { DONE } from '../terminal/exit-code.ts'
import { showLines } from '../terminal/pager.ts'
import { writeOutput } from '../terminal/write-file.ts'
import { comparedExit } from './compared-exit.ts'
import type { DiffOptions } from './diff.flags.ts'

/** What names the account as it is now. */
const LIVE = 'live'

/** Compares two versions, one with HEAD, or one with the account as it is now. */
export const run: Run<DiffOptions> = async (options, context) => {
  const store = await openStore(options, context)
  let live: LiveVersion | undefined
  try {
    const [second, ...rest] = options.more
    const isNamed = second !== undefined && (second === LIVE || !isPath(store, second, options.version))
    const paths = isNamed ? rest : options.more
    const words = [options.version, isNamed ? second : 'HEAD'] as const
    // A version that is misspelt is found before the account is asked.
    for (const word of words) if (word !== LIVE) resolveVersion(store, word)
    if (words.includes(LIVE)) {
      // Loaded on first use: comparing two versions needs no source.
      const { captureLive } = await import('./live.ts')
      const [other = LIVE] = words.filter((word) => word !== LIVE)
      live = await captureLive(store, resolveVersion(store, other), paths, options, context)
    }
    const versionOf = (word: string) =>
      live !== undefined && word === LIVE ? live.version : resolveVersion(store, word)
    const versions = [versionOf(words[0]), versionOf(words[1])] as const
    return await showDiff(live?.store ?? store, versions, paths, options, context)
  } finally {
    live?.close()
    store.close()
  }
}

async function showDiff(
  store: Store,
  [a, b]: readonly [Version, Version],
  paths: readonly string[],
  options: DiffOptions,
  context: Context,
): Promise<number> {
  const { io, env, cwd } = context
  const wanted = [
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
    ignore: wanted,
    similarity: options.findRenames,
    details,
    acrossAccounts: options.acrossAccounts === true,
  })
  if (difference.lacksRenames)
    io.note(
      'too many paths were added and removed to detect renames of modified files; name paths to narrow it down',
    )
  const names = { from: a.name ?? a.id, to: b.name ?? b.id }
  const labels = { from: labelOf(a), to: labelOf(b) }
  if (options.html !== undefined) {
    const { htmlPage } = await import('../diff/show/html-page.ts')
    const layout = await layoutOfChanges(difference.changes)
    const page = htmlPage({ ...difference, ...labels }, layout, await patchOf(options, store, difference))
    await writeOutput(resolve(cwd, options.html), page)
    io.note(`wrote ${options.html}`)
  }
  if (options.json === true) {
    const { changes, summary, ignored } = difference
    const notCompared = describeNotCompared(difference.notCompared, names)
    io.json({ ...names, changes, summary, notCompared, ...(wanted.length === 0 ? {} : { ignored }) })
  } else if (options.html === undefined || wantsPatch(options) || !parts.includes('changes')) {
    const look: Look = {
      columns: io.outputIsTerminal ? io.columns : WIDE,
      colors: io.colors,
      escapes: io.outputIsTerminal,
      ...(wantsPatch(options) ? { patch: await patchOf(options, store, difference) } : {}),
    }
    await showLines(await linesOf(parts, difference, look), io, env, options.pager)
    if (!parts.includes('changes') && difference.ignored.details > 0) io.note(ignoredText(difference.ignored))
  }
  for (const path of difference.uncompared) io.note(nothingCompared(path))
  for (const line of notComparedLines(difference.notCompared, labels)) io.note(line)
  return options.exitCode === true ? comparedExit(difference) : DONE
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

/** git's rule: an argument is a version if it can be. One that can be no path either is a version misspelt. */
function isPath(store: Store, text: string, first: string): boolean {
  try {
    resolveVersion(store, text)
    return false
  } catch (error) {
    if (!isJsnapError(error, 'UnknownVersion')) throw error
    const isThere = () =>
      [first, 'HEAD'].some((word) => word !== LIVE && hasPath(store, resolveVersion(store, word), text))
    if (/[/*]/.test(text) || isThere()) return true
    throw error
  }
}

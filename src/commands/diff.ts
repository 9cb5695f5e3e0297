import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { nothingCompared } from '../diff/show/as-it-was.ts'
import { uncomparedPaths } from '../diff/compare/uncompared-paths.ts'
import { compare, type Comparison } from '../diff/compare/compare.ts'
import type { Explained } from '../diff/compare/explain.ts'
import { ignoredText } from '../diff/show/change-title.ts'
import { ignorePatterns, type IgnorePatterns } from '../diff/compare/ignore-patterns.ts'
import { textsOfTwoKeys } from '../diff/compare/other-key.ts'
import { nameOnlyLines, nameStatusLines } from '../diff/show/name-status-lines.ts'
import { describeNotCompared, notComparedLines } from '../diff/show/not-compared-lines.ts'
import { readableLines, type Look } from '../diff/show/readable-lines.ts'
import { serviceLines } from '../diff/show/service-lines.ts'
import { shortStatLines, statLines } from '../diff/show/stat-lines.ts'
import { withUnreadInBoth } from '../diff/compare/unread-in-both.ts'
import { cannotWrite } from '../runtime/disk-fault.ts'
import { JsnapError } from '../runtime/errors.ts'
import { keepYoungHeapSmall } from '../runtime/heap.ts'
import { sortKey } from '../sources/aws/content/table-scan/sort-key.ts'
import { loadLayout, type Layout } from '../services/layout.ts'
import { loadLists } from '../services/lists-at.ts'
import type { Store } from '../store/store.ts'
import { DONE } from '../terminal/exit-code.ts'
import { showLines } from '../terminal/pager.ts'
import { hasPath } from '../versions/entry-at.ts'
import { resolveVersion } from '../versions/resolve.ts'
import { refuseTwoAccounts } from '../versions/two-accounts.ts'
import { labelOf, type Version } from '../versions/version.ts'
import { configNaming } from '../config/read-config.ts'
import type { Context, Run } from '../terminal/context.ts'
import { openStore, storePath } from '../config/locate-store.ts'
import { comparedExit } from './compared-exit.ts'
import { checkPaths } from './compared-paths.ts'
import type { Live } from './live.ts'
import type { DiffOptions } from './diff.flags.ts'

/** What names the account as it is now. */
const LIVE = 'live'

/** Compares two versions, one with HEAD, or one with the account as it is now. */
export const run: Run<DiffOptions> = async (options, context) => {
  keepYoungHeapSmall()
  const store = openStore(options, context)
  let live: Live | undefined
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
    if (options.acrossAccounts !== true) refuseTwoAccounts(...versions)
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
  const comparison = store.lookingUp(() => {
    checkPaths(store, [a, b], paths)
    return withUnreadInBoth(
      store,
      compare(store, a, b, paths, { similarity: options.findRenames }),
      [a, b],
      paths,
    )
  })
  if (comparison.lacksRenames)
    io.note(
      'too many paths were added and removed to detect renames of modified files; name paths to narrow it down',
    )
  const readsInside =
    options.json === true ||
    options.html !== undefined ||
    parts.includes('changes') ||
    parts.includes('summary')
  const ignore = ignorePatterns(wanted)
  const layout = await loadLayout(
    readsInside || ignore.isAny ? comparison.changes.map(({ path }) => path) : [],
  )
  const explained = await explainedAs(readsInside, layout, store, comparison, [a, b], ignore)
  const names = { from: a.name ?? a.id, to: b.name ?? b.id }
  const labels = { from: labelOf(a), to: labelOf(b) }
  if (options.html !== undefined) {
    const { htmlPage } = await import('../diff/show/html-page.ts')
    const page = htmlPage(
      { ...labels, ...explained },
      layout,
      await patchOf(options, store, [a, b], explained),
    )
    await writePage(resolve(cwd, options.html), page)
    io.note(`wrote ${options.html}`)
  }
  if (options.json === true) {
    const { changes, summary, ignored } = explained
    const notCompared = describeNotCompared(explained.notCompared, names)
    io.json({ ...names, changes, summary, notCompared, ...(wanted.length === 0 ? {} : { ignored }) })
  } else if (options.html === undefined || wantsPatch(options) || !parts.includes('changes')) {
    const look: Look = {
      columns: io.outputIsTerminal ? io.columns : WIDE,
      colors: io.colors,
      escapes: io.outputIsTerminal,
      ...(wantsPatch(options) ? { patch: await patchOf(options, store, [a, b], explained) } : {}),
    }
    await showLines(linesOf(parts, explained, layout, look), io, env, options.pager)
    if (!parts.includes('changes') && explained.ignored.details > 0) io.note(ignoredText(explained.ignored))
  }
  const uncompared = uncomparedPaths(store, comparison, [a, b], paths)
  for (const path of uncompared) io.note(nothingCompared(path))
  for (const line of notComparedLines(explained.notCompared, labels)) io.note(line)
  return options.exitCode === true ? comparedExit(explained, paths, uncompared) : DONE
}

/** Where nobody looks on, a line may be as long as is still of use. */
const WIDE = 160

/** Looks into what changed; for a list of names only where an ignored place could be all there is to it. */
async function explainedAs(
  readsInside: boolean,
  layout: Layout,
  store: Store,
  comparison: Comparison,
  versions: readonly [Version, Version],
  ignore: IgnorePatterns,
): Promise<Explained> {
  if (!readsInside && !ignore.isAny) return { ...comparison, ignored: { details: 0, changes: 0 } }
  const { explain } = await import('../diff/compare/explain.ts')
  const listsAt = await loadLists(comparison.changes.map(({ path }) => path))
  const where = readsInside ? () => true : ignore.concern
  return store.lookingUp(() =>
    explain(store, comparison, { versions, ignore, sortKey, listsAt, layout, where }),
  )
}

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

function* linesOf(
  parts: readonly Part[],
  explained: Explained,
  layout: Layout,
  look: Look,
): Generator<string, void> {
  for (const [i, part] of parts.entries()) {
    if (i > 0 && explained.changes.length > 0) yield ''
    yield* partLines(part, explained, layout, look)
  }
}

function partLines(part: Part, explained: Explained, layout: Layout, look: Look): Iterable<string> {
  switch (part) {
    case 'nameStatus':
      return nameStatusLines(explained.changes)
    case 'nameOnly':
      return nameOnlyLines(explained.changes)
    case 'stat':
      return statLines(explained, look.columns, look.colors)
    case 'shortstat':
      return shortStatLines(explained)
    case 'summary':
      return serviceLines(explained.changes, layout, look.columns, look.colors)
    case 'changes':
      return readableLines(explained, look)
  }
}

/** The patches of what is text; what a service made, and a table, is shown by its meaning. */
async function patchOf(
  { unified = 3 }: DiffOptions,
  store: Store,
  [a, b]: readonly [Version, Version],
  { entries }: Explained,
): Promise<NonNullable<Look['patch']>> {
  const { textPatch } = await import('../diff/show/text-patch.ts')
  const shown = textsOfTwoKeys(store, a, b)
  return (change) => {
    const pair = entries.get(change.path)
    if (pair === undefined || change.items !== undefined || change.type === 'metadata') return undefined
    if (pair.before?.type === 'config' || pair.after?.type === 'config') return undefined
    return textPatch(store, change, pair, unified, shown)
  }
}

async function writePage(file: string, page: Iterable<string>): Promise<void> {
  try {
    await writeFile(file, page)
  } catch (error) {
    throw cannotWrite(file, error)
  }
}

/** git's rule: an argument is a version if it can be. One that can be no path either is a version misspelt. */
function isPath(store: Store, text: string, first: string): boolean {
  try {
    resolveVersion(store, text)
    return false
  } catch (error) {
    if (!(error instanceof JsnapError) || error.code !== 'UnknownVersion') throw error
    const isThere = () =>
      [first, 'HEAD'].some((word) => word !== LIVE && hasPath(store, resolveVersion(store, word), text))
    if (/[/*]/.test(text) || isThere()) return true
    throw error
  }
}

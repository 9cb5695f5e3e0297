import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { compare, type Comparison } from '../diff/compare.ts'
import type { Explained } from '../diff/explain.ts'
import { ignoredText } from '../diff/headline.ts'
import { ignorePatterns, type IgnorePatterns } from '../diff/ignore-patterns.ts'
import { nameOnlyLines, nameStatusLines } from '../diff/name-status-lines.ts'
import { readableLines, type Look } from '../diff/readable-lines.ts'
import { serviceLines } from '../diff/service-lines.ts'
import { shortStatLines, statLines } from '../diff/stat-lines.ts'
import { JsnapError, messageOf } from '../model/errors.ts'
import { keepYoungHeapSmall } from '../model/heap.ts'
import { sortKey } from '../sources/dynamodb/sort-key.ts'
import type { Store } from '../store/store.ts'
import { DIFFERENT, DONE } from '../terminal/exit-code.ts'
import { showLines } from '../terminal/pager.ts'
import { resolveVersion } from '../versions/resolve.ts'
import { labelOf, type Version } from '../versions/version.ts'
import { configNaming } from '../workspace/config.ts'
import type { Context, Run } from '../workspace/context.ts'
import { openStore, storePath } from '../workspace/locate-store.ts'
import type { EstateOptions } from './estate.ts'
import type { Live } from './live.ts'

export interface DiffOptions extends EstateOptions {
  readonly version: string
  readonly more: readonly string[]
  readonly patch?: boolean
  readonly unified?: number
  readonly stat?: boolean
  readonly shortstat?: boolean
  readonly summary?: boolean
  readonly nameStatus?: boolean
  readonly nameOnly?: boolean
  readonly html?: string
  readonly findRenames?: number | true
  readonly ignore?: readonly string[]
  readonly pager: boolean
  readonly exitCode?: boolean
}

/** What names the account as it is now. */
const LIVE = 'live'

/** Compares two versions, one with HEAD, or one with the account as it is now. */
export const run: Run<DiffOptions> = async (options, context) => {
  keepYoungHeapSmall()
  const store = openStore(options, context)
  let live: Live | undefined
  try {
    const [second, ...rest] = options.more
    const isNamed = second === LIVE || (second !== undefined && tryVersion(store, second) !== undefined)
    const paths = isNamed ? rest : options.more
    const words = [options.version, isNamed ? second : 'HEAD'] as const
    // A version that is misspelt is found before the account is asked.
    for (const word of words) if (word !== LIVE) resolveVersion(store, word)
    if (words.includes(LIVE)) {
      // Loaded on first use: comparing two versions needs no source.
      const { captureLive } = await import('./live.ts')
      live = await captureLive(store, paths, options, context)
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
    ...((await configNaming('ignore', storePath(options, context), cwd)).ignore ?? []),
    ...(options.ignore ?? []),
  ]
  const comparison = store.lookingUp(() => compare(store, a, b, paths, similarityOf(options)))
  const explained = await explainedAs(options, store, comparison, [a, b], ignorePatterns(wanted))
  const names = { from: a.name ?? a.id, to: b.name ?? b.id }
  if (options.html !== undefined) {
    const { htmlPage } = await import('../diff/html-page.ts')
    const page = htmlPage(
      { from: labelOf(a), to: labelOf(b), ...explained },
      await patchOf(options, store, explained),
    )
    await writePage(resolve(cwd, options.html), page)
    io.note(`wrote ${options.html}`)
  }
  if (options.json === true) {
    const { changes, summary, ignored } = explained
    io.json({ ...names, changes, summary, ...(wanted.length === 0 ? {} : { ignored }) })
  } else if (options.html === undefined || isShown(options)) {
    const look: Look = {
      columns: io.outputIsTerminal ? io.columns : WIDE,
      colors: io.colors,
      escapes: io.outputIsTerminal,
      ...(wantsPatch(options) ? { patch: await patchOf(options, store, explained) } : {}),
    }
    await showLines(linesOf(options, explained, look), io, env, options.pager)
    if (isBrief(options) && explained.ignored.details > 0) io.note(ignoredText(explained.ignored))
  }
  return options.exitCode === true && explained.changes.length > 0 ? DIFFERENT : DONE
}

/** Where nobody looks on, a line may be as long as is still of use. */
const WIDE = 160

/** Looks into what changed; for a list of names only where an ignored place could be all there is to it. */
async function explainedAs(
  options: DiffOptions,
  store: Store,
  comparison: Comparison,
  versions: readonly [Version, Version],
  ignore: IgnorePatterns,
): Promise<Explained> {
  const readsNames = tellsNames(options) && options.json !== true && options.html === undefined
  if (readsNames && !ignore.isAny) return { ...comparison, ignored: { details: 0, changes: 0 } }
  const { explain } = await import('../diff/explain.ts')
  const where = readsNames ? ignore.concern : () => true
  return store.lookingUp(() => explain(store, comparison, { versions, ignore, sortKey, where }))
}

/** As git, when no percentage is told. */
function similarityOf({ findRenames }: DiffOptions): number | undefined {
  return findRenames === true ? 50 : findRenames
}

/** Says whether the output tells nothing of what is inside. */
function tellsNames({ nameStatus, nameOnly, stat, shortstat }: DiffOptions): boolean {
  return nameStatus === true || nameOnly === true || stat === true || shortstat === true
}

/** Says whether the output has no line for what was ignored. */
function isBrief(options: DiffOptions): boolean {
  return options.summary === true || tellsNames(options)
}

function wantsPatch({ patch, unified }: DiffOptions): boolean {
  return patch === true || unified !== undefined
}

/** Says whether output is wanted besides the page. */
function isShown(options: DiffOptions): boolean {
  return isBrief(options) || wantsPatch(options)
}

function linesOf(options: DiffOptions, explained: Explained, look: Look): Iterable<string> {
  if (options.nameStatus === true) return nameStatusLines(explained.changes)
  if (options.nameOnly === true) return nameOnlyLines(explained.changes)
  if (options.stat === true) return statLines(explained, look.columns, look.colors)
  if (options.shortstat === true) return shortStatLines(explained)
  if (options.summary === true) return serviceLines(explained.changes, look.columns, look.colors)
  return readableLines(explained, look)
}

/** The patches of what is text; what a service made, and a table, is told by its meaning. */
async function patchOf(
  { unified = 3 }: DiffOptions,
  store: Store,
  { entries }: Explained,
): Promise<NonNullable<Look['patch']>> {
  const { textPatch } = await import('../diff/text-patch.ts')
  return (change) => {
    const pair = entries.get(change.path)
    if (pair === undefined || change.items !== undefined || change.type === 'metadata') return undefined
    if (pair.before?.type === 'config' || pair.after?.type === 'config') return undefined
    return textPatch(store, change, pair, unified)
  }
}

async function writePage(file: string, page: Iterable<string>): Promise<void> {
  try {
    await writeFile(file, page)
  } catch (error) {
    throw new JsnapError('Write', `cannot write ${file}: ${messageOf(error)}`, { cause: error })
  }
}

/** The version that text means; undefined when it looks like a path and means none. */
function tryVersion(store: Store, text: string): Version | undefined {
  try {
    return resolveVersion(store, text)
  } catch (error) {
    // git's rule: an argument is a version if it can be. One that can be no path either is a version misspelt.
    if (error instanceof JsnapError && error.code === 'UnknownVersion' && /[/*]/.test(text)) return undefined
    throw error
  }
}

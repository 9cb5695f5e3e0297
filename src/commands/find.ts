import { find, type Hit } from '../history/find.ts'
import { searchGaps, type SearchGap } from '../history/search-gaps.ts'
import { LARGEST_TEXT, TextSearch, type FoundLines } from '../history/text-search.ts'
import type { Entry } from '../model/entry.ts'
import { JsnapError } from '../runtime/errors.ts'
import { formatCountOf } from '../runtime/format-count.ts'
import type { Store } from '../store/store.ts'
import { DONE } from '../terminal/exit-code.ts'
import { formatBytes } from '../terminal/format-bytes.ts'
import type { Io } from '../terminal/io.ts'
import { showLines } from '../terminal/pager.ts'
import { printable } from '../terminal/printable.ts'
import { quotePath } from '../terminal/quote-path.ts'
import { lineage } from '../versions/lineage.ts'
import { commonPrefix, pathFilter } from '../versions/path-filter.ts'
import { resolveVersion } from '../versions/resolve.ts'
import { labelOf, type Version } from '../versions/version.ts'
import type { Run } from '../terminal/context.ts'
import { openStore } from '../config/locate-store.ts'
import type { FindOptions } from './find.flags.ts'

/** The most lines about what versions do not know. */
const SHOWN_NOTES = 5
/** Where nobody looks on, a line may be as long as is still of use. */
const WIDE = 160

/** Finds paths, contents and texts over the versions. */
export const run: Run<FindOptions> = async (options, context) => {
  const { io, env } = context
  const { path = [], hash, text } = options
  if (path.length === 0 && hash === undefined && text === undefined) {
    throw new JsnapError('Usage', 'no search condition given', {
      hint: "use '--path GLOB', '--hash SHA' or '--text RE'; all given conditions must match",
    })
  }
  const isHash = hashMatcher(hash)
  const pattern = text === undefined ? undefined : patternOf(text, options.ignoreCase === true)
  const store = openStore(options, context)
  try {
    const search = pattern === undefined ? undefined : new TextSearch(store, pattern)
    const versions = versionsIn(store, options.in)
    const look = (entry: Entry): FoundLines | undefined => {
      if (entry.type === 'unknown' || !isHash(entry)) return undefined
      return search === undefined ? NO_LINES : search.look(entry)
    }
    const hits = await find(store, versions, {
      prefix: commonPrefix(path),
      isWanted: pathFilter(path),
      look,
      signal: context.signal,
    })
    const unknown = searchGaps(store, versions, path, hash !== undefined || text !== undefined)
    if (options.json === true) io.json({ hits: hits.map(describe), unknown: unknown.map(describeUnknown) })
    else await showLines(lines(hits, io), io, env, options.pager)
    if (hits.length === 0) io.note('nothing was found')
    noteUnknown(unknown, io)
    if (search !== undefined && search.tooLarge > 0) {
      const contents = formatCountOf(search.tooLarge, 'content')
      io.note(
        `${contents} of more than ${formatBytes(LARGEST_TEXT)} ${search.tooLarge === 1 ? 'was' : 'were'} not searched`,
      )
    }
    return DONE
  } finally {
    store.close()
  }
}

const NO_LINES: FoundLines = { count: 0, first: [] }

function hashMatcher(hash: string | undefined): (entry: Entry) => boolean {
  if (hash === undefined) return () => true
  const wanted = hash.toLowerCase()
  if (!/^[0-9a-f]{4,64}$/.test(wanted)) {
    throw new JsnapError('Usage', `'${hash}' is not a SHA-256 hash or a prefix of one`, {
      hint: 'give at least the first 4 hex digits',
    })
  }
  return ({ sha256 }) => sha256?.startsWith(wanted) === true
}

function patternOf(text: string, ignoresCase: boolean): RegExp {
  try {
    return new RegExp(text, ignoresCase ? 'iu' : 'u')
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*: /s, '') : 'invalid'
    throw new JsnapError('Usage', `'${text}' is not a valid regular expression: ${reason.toLowerCase()}`, {
      hint: 'JavaScript syntax; escape ( ) [ ] { } . * + ? ^ $ | / \\ with a backslash to match them literally',
    })
  }
}

/** The versions that are searched, oldest first. */
function versionsIn(store: Store, names: readonly string[] | undefined): Version[] {
  const all = [...lineage(store)].reverse()
  if (names === undefined) return all
  const wanted = new Map(
    names.map((name) => resolveVersion(store, name)).map((version) => [version.id, version]),
  )
  const inHistory = all.filter(({ id }) => wanted.delete(id))
  return [...inHistory, ...wanted.values()]
}

function describe({ from, to, entry, found }: Hit<FoundLines>): object {
  const { path, sha256, size, type } = entry
  return {
    from: from.name ?? from.id,
    to: to.name ?? to.id,
    path,
    sha256,
    size,
    type,
    ...(found.count === 0 ? {} : { lines: found.first, matches: found.count }),
  }
}

function describeUnknown({ version: { name, id }, path, reason }: SearchGap): object {
  return { name, id, path, reason }
}

/** A line for each version that does not know all that was searched, the newest first. */
function noteUnknown(unknown: readonly SearchGap[], io: Io): void {
  const ofVersions = [...Map.groupBy(unknown, ({ version }) => version).entries()].reverse()
  for (const [version, places] of ofVersions.slice(0, SHOWN_NOTES)) {
    const label = printable(labelOf(version))
    const [{ path, reason } = { path: '', reason: '' }, ...others] = places
    const more = others.length === 0 ? '' : `, or about ${formatCountOf(others.length, 'other place')}`
    io.note(`${label} has no information about ${quotePath(path)}: ${printable(reason)}${more}`)
  }
  const rest = ofVersions.length - SHOWN_NOTES
  if (rest > 0) io.note(`the same holds for ${formatCountOf(rest, 'more version')}`)
}

function* lines(hits: readonly Hit<FoundLines>[], io: Io): Generator<string, void, undefined> {
  const { colors } = io
  const columns = io.outputIsTerminal ? io.columns : WIDE
  const runs = hits.map(({ from, to }) => printable(runText(from, to)))
  const width = runs.reduce((most, { length }) => Math.max(most, length), 0)
  for (const [i, { entry, found }] of hits.entries()) {
    yield `${colors.yellow((runs[i] ?? '').padEnd(width))}  ${quotePath(entry.path)}`
    for (const { line, text } of found.first) {
      const number = String(line).padStart(6)
      yield `${colors.green(number)}  ${cut(printable(text), Math.max(20, columns - 8))}`
    }
    const more = found.count - found.first.length
    if (more > 0) yield colors.dim(`        and ${formatCountOf(more, 'more line')}`)
  }
}

function runText(from: Version, to: Version): string {
  return from.id === to.id ? labelOf(from) : `${labelOf(from)}..${labelOf(to)}`
}

function cut(text: string, room: number): string {
  return text.length > room ? `${text.slice(0, room - 1)}…` : text
}

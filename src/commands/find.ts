import { DONE } from '../terminal/exit-code.ts'
import { formatBytes } from '../terminal/format-bytes.ts'
import type { Io } from '../terminal/io.ts'
import { namesText } from '../terminal/names-text.ts'
import { showLines } from '../terminal/pager.ts'
import { printable } from '../terminal/printable.ts'
import { quotePath } from '../terminal/quote-path.ts'
import {
  find,
  formatCountOf,
  JsnapError,
  labelOf,
  namesOf,
  pathsNamed,
  type FoundLines,
  type Hit,
  type SearchGap,
  type Store,
  type Version,
} from '../index.ts'
import type { Run } from '../terminal/context.ts'
import { openStore } from '../flags/locate-store.ts'
import type { FindOptions } from './find.flags.ts'

/** The most lines about what versions do not know. */
const SHOWN_NOTES = 5
/** Where nobody looks on, a line may be as long as is still of use. */
const WIDE = 160

/** Finds paths, contents and texts over the versions. */
export const run: Run<FindOptions> = async (options, context) => {
  const { io, env } = context
  const { hash, text } = options
  const path = [...(options.path ?? []), ...options.patterns.map(anywhere)]
  if (path.length === 0 && hash === undefined && text === undefined) {
    throw new JsnapError('Usage', 'no search condition given', {
      hint: "name a file or a glob, or use '--path GLOB', '--hash SHA' or '--text RE'; all given conditions must match",
    })
  }
  const store = await openStore(options, context)
  try {
    const { hits, gaps, tooLarge } = await find(store, {
      paths: await pathsNamed(store, path),
      hash,
      text,
      ignoreCase: options.ignoreCase === true,
      versions: options.in,
      signal: context.signal,
    })
    const names = await namesOfHits(store, hits)
    if (options.json === true)
      io.json({ hits: hits.map((hit) => describe(hit, names.get(hit))), unknown: gaps.map(describeUnknown) })
    else await showLines(lines(hits, names, io), io, env, options.pager)
    if (hits.length === 0) io.note('nothing was found')
    noteUnknown(gaps, io)
    if (tooLarge.count > 0) {
      const contents = formatCountOf(tooLarge.count, 'content')
      io.note(
        `${contents} of more than ${formatBytes(tooLarge.limit)} ${tooLarge.count === 1 ? 'was' : 'were'} not searched`,
      )
    }
    return DONE
  } finally {
    store.close()
  }
}

/** What people call what was found, each as the last version that has it does. */
async function namesOfHits(store: Store, hits: readonly Hit<FoundLines>[]): Promise<HitNames> {
  const names = new Map<Hit<FoundLines>, readonly string[]>()
  for (const [version, ofVersion] of Map.groupBy(hits, ({ to }) => to)) {
    const called = await namesOf(
      store,
      version,
      ofVersion.map(({ entry }) => entry.path),
    )
    for (const hit of ofVersion) {
      const found = called.get(hit.entry.path)
      if (found !== undefined) names.set(hit, found)
    }
  }
  return names
}

type HitNames = ReadonlyMap<Hit<FoundLines>, readonly string[]>

/** A name is looked for at any depth, as `find -name` and ignore files have it; a path from the top. */
function anywhere(pattern: string): string {
  return pattern.includes('/') ? pattern : `**/${pattern}`
}

function describe({ from, to, entry, found }: Hit<FoundLines>, names: readonly string[] | undefined): object {
  const { path, sha256, size, type } = entry
  return {
    from: from.name ?? from.id,
    to: to.name ?? to.id,
    path,
    ...(names === undefined ? {} : { names }),
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

function* lines(
  hits: readonly Hit<FoundLines>[],
  names: HitNames,
  io: Io,
): Generator<string, void, undefined> {
  const { colors } = io
  const columns = io.outputIsTerminal ? io.columns : WIDE
  const runs = hits.map(({ from, to }) => printable(runText(from, to)))
  const width = runs.reduce((most, { length }) => Math.max(most, length), 0)
  for (const [i, hit] of hits.entries()) {
    const { entry, found } = hit
    const called = namesText(entry.path, names.get(hit))
    const path = `${quotePath(entry.path)}${called === '' ? '' : `  ${colors.dim(called)}`}`
    yield `${colors.yellow((runs[i] ?? '').padEnd(width))}  ${path}`
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

import {
  entries,
  entryLines,
  entryPaths,
  chooseVersion,
  meaningOf,
  namesOf,
  type Entry,
  type Store,
  type Version,
} from '../index.ts'
import type { Run } from '../terminal/context.ts'
import { DONE } from '../terminal/exit-code.ts'
import { formatBytes } from '../terminal/format-bytes.ts'
import type { Colors, Io } from '../terminal/io.ts'
import { namesText } from '../terminal/names-text.ts'
import { openStore } from '../flags/locate-store.ts'
import { printable } from '../terminal/printable.ts'
import { quotePath } from '../terminal/quote-path.ts'
import type { LsOptions } from './ls.flags.ts'

/** Lines are written in pieces of about this many characters. */
const PIECE = 64 * 1024

/** Lists the paths of a version, or of a part of it. */
export const run: Run<LsOptions> = async (options, context) => {
  const { io } = context
  const store = await openStore(options, context)
  try {
    const { versions, paths } = await meaningOf(store, [options.version, ...options.paths], {
      versions: 1,
      afterDashes: options.afterDashes,
    })
    const version = chooseVersion(store, versions[0], { paths, note: (text) => io.note(text) })
    const write = writerOf(store, version, options, io)
    let piece: Shown[] = []
    let length = 0
    for (const shown of shownLines(store, version, paths, options, io.colors)) {
      piece.push(shown)
      length += shown.line.length
      if (length < PIECE) continue
      await write(piece)
      piece = []
      length = 0
    }
    if (piece.length > 0) await write(piece)
    return DONE
  } finally {
    store.close()
  }
}

/** A line, and the path that it is of. */
interface Shown {
  readonly line: string
  readonly path: string
}

/** Writes lines: for people, who have a terminal or want more of each path than scripts do, with what things are called. */
function writerOf(
  store: Store,
  version: Version,
  { json, long }: LsOptions,
  io: Io,
): (piece: readonly Shown[]) => Promise<void> {
  const isForPeople = json !== true && (long === true || io.outputIsTerminal)
  return async (piece) => {
    const paths = isForPeople ? piece.map(({ path }) => path) : []
    const names = paths.length === 0 ? new Map<string, string[]>() : await namesOf(store, version, paths)
    const lines = piece.map(({ line, path }) => {
      const called = names.size === 0 ? '' : namesText(path, names.get(path))
      return called === '' ? `${line}\n` : `${line}  ${io.colors.dim(called)}\n`
    })
    await io.bytes(Buffer.from(lines.join('')))
  }
}

function* shownLines(
  store: Store,
  version: Version,
  paths: readonly string[],
  { json, long }: LsOptions,
  colors: Colors,
): Generator<Shown, void, undefined> {
  // A line of the tree is JSON, and stays the same value.
  if (json === true)
    for (const line of entryLines(store, version, { paths })) yield { line: printable(line), path: '' }
  else if (long !== true)
    for (const path of entryPaths(store, version, { paths })) yield { line: quotePath(path), path }
  else
    for (const entry of entries(store, version, { paths }))
      yield { line: longLine(entry, colors), path: entry.path }
}

function longLine({ type, size, sha256, path }: Entry, colors: Colors): string {
  const digest = sha256 === null ? '-'.padEnd(12) : sha256.slice(0, 12)
  return `${type.padEnd(9)}  ${formatBytes(size).padStart(10)}  ${colors.dim(digest)}  ${quotePath(path)}`
}

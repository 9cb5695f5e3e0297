import {
  entries,
  entryLines,
  entryPaths,
  chooseVersion,
  meaningOf,
  type Entry,
  type Store,
  type Version,
} from '../index.ts'
import type { Run } from '../terminal/context.ts'
import { DONE } from '../terminal/exit-code.ts'
import { formatBytes } from '../terminal/format-bytes.ts'
import type { Colors } from '../terminal/io.ts'
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
    let piece = ''
    for (const line of shownLines(store, version, paths, options, io.colors)) {
      piece += `${line}\n`
      if (piece.length < PIECE) continue
      await io.bytes(Buffer.from(piece))
      piece = ''
    }
    if (piece !== '') await io.bytes(Buffer.from(piece))
    return DONE
  } finally {
    store.close()
  }
}

function* shownLines(
  store: Store,
  version: Version,
  paths: readonly string[],
  { json, long }: LsOptions,
  colors: Colors,
): Generator<string, void, undefined> {
  // A line of the tree is JSON, and stays the same value.
  if (json === true) for (const line of entryLines(store, version, { paths })) yield printable(line)
  else if (long !== true) for (const path of entryPaths(store, version, { paths })) yield quotePath(path)
  else for (const entry of entries(store, version, { paths })) yield longLine(entry, colors)
}

function longLine({ type, size, sha256, path }: Entry, colors: Colors): string {
  const digest = sha256 === null ? '-'.padEnd(12) : sha256.slice(0, 12)
  return `${type.padEnd(9)}  ${formatBytes(size).padStart(10)}  ${colors.dim(digest)}  ${quotePath(path)}`
}

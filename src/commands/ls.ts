import type { Run } from '../terminal/context.ts'
import { DONE } from '../terminal/exit-code.ts'
import { formatBytes } from '../terminal/format-bytes.ts'
import type { Colors } from '../terminal/io.ts'
import { openStore } from '../config/locate-store.ts'
import { printable } from '../terminal/printable.ts'
import { quotePath } from '../terminal/quote-path.ts'
import { parseEntry, pathOfLine } from '../model/entry.ts'
import { JsnapError } from '../runtime/errors.ts'
import { entries } from '../store/tree.ts'
import { parseAddress } from '../versions/address.ts'
import { reasonOfNothing } from '../versions/coverage-gap.ts'
import { commonPrefix, pathFilter } from '../versions/path-filter.ts'
import { namedOrNewestWith } from '../versions/newest-with.ts'
import { labelOf } from '../versions/version.ts'
import type { LsOptions } from './ls.flags.ts'

/** Lines are written in pieces of about this many characters. */
const PIECE = 64 * 1024

/** Lists the paths of a version, or of a part of it. */
export const run: Run<LsOptions> = async (options, context) => {
  const { io } = context
  const store = openStore(options, context)
  try {
    const address = parseAddress(options.version ?? '')
    const paths = [
      ...options.paths,
      ...(address.path === undefined || address.path === '' ? [] : [address.path]),
    ]
    const version = namedOrNewestWith(store, address.version, paths, (text) => io.note(text))
    const isWanted = pathFilter(paths)
    const show = lineMaker(options, io.colors)
    let piece = ''
    let found = false
    for (const line of entries(store, version.commit.tree, commonPrefix(paths))) {
      if (!isWanted(pathOfLine(line))) continue
      found = true
      piece += `${show(line)}\n`
      if (piece.length < PIECE) continue
      await io.bytes(Buffer.from(piece))
      piece = ''
    }
    if (piece !== '') await io.bytes(Buffer.from(piece))
    if (!found && paths.length > 0) {
      const reason = reasonOfNothing(store, version, paths)
      if (reason !== undefined) {
        const what = `${labelOf(version)} has no information about '${paths.join("', '")}'`
        throw new JsnapError('NotReadable', `${what}: ${reason}`)
      }
      throw new JsnapError('NoSuchPath', `no path in ${labelOf(version)} matches '${paths.join("', '")}'`, {
        hint: `'jsnap ls ${labelOf(version)}' lists its paths`,
      })
    }
    return DONE
  } finally {
    store.close()
  }
}

function lineMaker({ json, long }: LsOptions, colors: Colors): (line: string) => string {
  // A line of the tree is JSON, and stays the same value.
  if (json === true) return printable
  if (long !== true) return (line) => quotePath(pathOfLine(line))
  return (line) => {
    const { type, size, sha256, path } = parseEntry(line)
    const digest = sha256 === null ? '-'.padEnd(12) : sha256.slice(0, 12)
    return `${type.padEnd(9)}  ${formatBytes(size).padStart(10)}  ${colors.dim(digest)}  ${quotePath(path)}`
  }
}

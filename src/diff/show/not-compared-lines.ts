import { formatCountOf } from '../../runtime/format-count.ts'
import { printable } from '../../terminal/printable.ts'
import { quotePath } from '../../terminal/quote-path.ts'
import type { NotCompared } from '../compare/not-compared.ts'

/** The names of two versions. */
export interface VersionNames {
  readonly from: string
  readonly to: string
}

/** What is not compared, as `--json` has it: with the name of the version that was not asked. */
export function describeNotCompared(all: readonly NotCompared[], names: VersionNames): object[] {
  return all.map(({ version, ...left }) => ({
    version: version === 'either' ? null : names[version],
    ...left,
  }))
}

/** The most lines about what is not compared; `--json` has all. */
const MOST = 5

/** What is not compared, for people. */
export function notComparedLines(all: readonly NotCompared[], names: VersionNames): string[] {
  const lines = all.slice(0, MOST).map(({ version, path, reason, entries, members }) => {
    if (members !== undefined) {
      const documents = formatCountOf(entries, 'document')
      return `not compared in ${documents} ${quotePath(path)}: ${members.map(printable).join(', ')}; ${reason}`
    }
    const place = path === '' ? '' : entries === 1 ? quotePath(path) : `in ${quotePath(path)}`
    const where = [entries === 1 ? '' : formatCountOf(entries, 'path'), place]
      .filter((text) => text !== '')
      .join(' ')
    if (version === 'either') return `not compared: ${where}; ${reason}`
    return `${printable(names[version])} has no information about ${where}: ${printable(reason)}`
  })
  const rest = all.length - MOST
  return rest > 0 ? [...lines, `and ${formatCountOf(rest, 'more reason')}; '--json' lists all`] : lines
}

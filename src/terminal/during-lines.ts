import type { Commit } from '../model/commit.ts'
import { formatCountOf } from '../runtime/format-count.ts'
import { printable } from './printable.ts'
import { quotePath } from './quote-path.ts'

const SIGNS = { added: '+', removed: '-', modified: '~' }

/** The most that one line names. */
const NAMED = 3

/** What changed while a version was captured, a line each. */
export function duringLines({ during = [], duringCount = during.length }: Commit): string[] {
  const lines = during.map(({ path, change }) => `${SIGNS[change]} ${quotePath(path)}`)
  const rest = duringCount - during.length
  return rest > 0 ? [...lines, `and ${formatCountOf(rest, 'more path')}`] : lines
}

/** The same in one line, with what to do about it; undefined when nothing changed. */
export function duringText({ during = [], duringCount = during.length }: Commit): string | undefined {
  if (during.length === 0) return undefined
  const names = during.slice(0, NAMED).map(({ path }) => quotePath(path))
  const rest = duringCount - names.length
  const all = rest > 0 ? `${names.join(', ')} and ${formatCountOf(rest, 'more', 'more')}` : names.join(', ')
  return printable(
    `${formatCountOf(duringCount, 'path')} changed while the capture ran: ${all}; commit again for a version of one moment`,
  )
}

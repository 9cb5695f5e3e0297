import type { Change } from '../compare/change.ts'
import type { Comparison } from '../compare/compare.ts'
import { formatBytes } from '../../terminal/format-bytes.ts'
import { formatCount, formatCountOf } from '../../runtime/format-count.ts'
import type { Colors } from '../../terminal/io.ts'
import { quotePath } from '../../terminal/quote-path.ts'
import { countsText } from './counts-text.ts'

interface FolderChanges {
  readonly name: string
  plus: number
  minus: number
  other: number
  unknown: number
  bytes: number
}

/** How much changed in each folder (a bucket, a local folder, a kind of configuration), with bars as `git diff --stat` draws them. */
export function statLines({ changes, summary }: Comparison, columns: number, colors: Colors): string[] {
  if (changes.length === 0) return []
  const places = folderChanges(changes)
  const most = Math.max(...places.map(countOf))
  const countWidth = formatCount(most).length
  const room = columns - countWidth - BYTES_WIDTH - 6
  const names = places.map(({ name }) => endOf(name, Math.max(LEAST_NAME, room - LEAST_BAR)))
  const nameWidth = Math.max(...names.map(({ length }) => length))
  const scale = Math.min(1, Math.max(LEAST_BAR, Math.min(40, room - nameWidth)) / most)
  const lines = places.map((place, i) => {
    const bar = [
      colors.green('+'.repeat(scaled(place.plus, scale))),
      colors.yellow('~'.repeat(scaled(place.other, scale))),
      colors.red('-'.repeat(scaled(place.minus, scale))),
      colors.dim('?'.repeat(scaled(place.unknown, scale))),
    ]
    return ` ${(names[i] ?? '').padEnd(nameWidth)} | ${formatCount(countOf(place)).padStart(countWidth)} ${bytesText(place).padStart(BYTES_WIDTH)} ${bar.join('')}`
  })
  return [...lines, ...shortStatLines({ changes, summary })]
}

/** The last line of these alone. */
export function shortStatLines({ changes, summary }: Pick<Comparison, 'changes' | 'summary'>): string[] {
  if (changes.length === 0) return []
  const places = folderChanges(changes)
  return [
    ` ${formatCountOf(changes.length, 'change')} in ${formatCountOf(places.length, 'place')}: ${countsText(summary)}`,
  ]
}

function folderChanges(changes: readonly Change[]): FolderChanges[] {
  const places = new Map<string, FolderChanges>()
  for (const { type, path, before, after } of changes) {
    const name = quotePath(path.split('/').slice(0, 2).join('/'))
    const place = places.get(name) ?? { name, plus: 0, minus: 0, other: 0, unknown: 0, bytes: 0 }
    places.set(name, place)
    if (type === 'added' || type === 'firstSeen') place.plus++
    else if (type === 'removed') place.minus++
    else if (type === 'unknown') place.unknown++
    else place.other++
    if (type !== 'unknown') place.bytes += (after?.size ?? 0) - (before?.size ?? 0)
  }
  return [...places.values()]
}

function bytesText({ bytes, ...place }: FolderChanges): string {
  if (countOf({ ...place, bytes }) === place.unknown) return ''
  return `${bytes < 0 ? '-' : '+'}${formatBytes(Math.abs(bytes))}`
}

/** As git: of a name that is too long, the end is more useful. */
function endOf(name: string, room: number): string {
  return name.length > room ? `…${name.slice(1 - room)}` : name
}

const BYTES_WIDTH = 11
const LEAST_NAME = 12
const LEAST_BAR = 10

function countOf({ plus, minus, other, unknown }: FolderChanges): number {
  return plus + minus + other + unknown
}

/** At least one sign for what is not nothing. */
function scaled(count: number, scale: number): number {
  return count === 0 ? 0 : Math.max(1, Math.round(count * scale))
}

import { streamEntry } from '../store/entry-content.ts'
import { parseEntry } from '../model/entry.ts'
import { formatCountOf } from '../runtime/format-count.ts'
import { findLine } from '../store/tree.ts'
import { checked, skipped, type Check, type Failure } from './check.ts'
import type { VerifiedVersion } from './verified-version.ts'
import { TABLE_EXPORTS } from '../model/scope-folders.ts'

const NAME = 'exports have all items that the scan counted'
const NEWLINE = 0x0a

/** Counts the items in each table's export. */
export function checkTableExports(subject: VerifiedVersion): Check {
  const { store, version } = subject
  const tables = subject.documents.itemsBelow(TABLE_EXPORTS)
  if (tables.length === 0) return skipped('dynamodb', NAME, 'no exports')
  let items = 0
  const failures = tables.flatMap((item): Failure[] => {
    const { path, sha256, reason } = item
    if (sha256 === null) return [{ path, message: `not captured: ${reason ?? 'unknown'}` }]
    const line = findLine(store, version.commit.tree, path)
    const scanned = line === undefined ? undefined : parseEntry(line).meta['scanned']
    let count = 0
    for (const piece of streamEntry(store, item)) for (const byte of piece) if (byte === NEWLINE) count++
    items += count
    if (count === scanned) return []
    return [
      {
        path,
        message: `${formatCountOf(count, 'item')}, the scan counted ${typeof scanned === 'number' ? scanned : 'none'}`,
      },
    ]
  })
  return checked(
    'dynamodb',
    NAME,
    `${formatCountOf(tables.length, 'table')}, ${formatCountOf(items, 'item')}`,
    failures,
  )
}

import { formatCount, formatCountOf } from '../../runtime/format-count.ts'
import { formatBytes } from '../../terminal/format-bytes.ts'
import { printable } from '../../terminal/printable.ts'
import { namesText } from '../../terminal/names-text.ts'
import { quotePath } from '../../terminal/quote-path.ts'
import type { Change, Side } from '../compare/change.ts'
import type { Ignored } from '../compare/explain.ts'
import type { Picture } from '../compare/image-size.ts'
import type { TableItems } from '../document/table-items.ts'

/** The sign of a change, as the help explains it. */
export function signOf({ type }: Change): string {
  return {
    added: '+',
    removed: '-',
    modified: '~',
    renamed: '>',
    metadata: '*',
    unknown: '?',
    firstSeen: '.',
  }[type]
}

/** What changed, by its path and name, and what there is to say of it as a whole. */
export function headParts(change: Change): {
  readonly name: string
  /** What people call it, in brackets. */
  readonly called: string
  readonly remarks: readonly string[]
} {
  const {
    type,
    path,
    from,
    names,
    similarity,
    copyOf,
    before,
    after,
    items,
    tooLarge,
    unchanged = 0,
    reason = '',
    entries = 0,
  } = change
  const name = from === undefined ? quotePath(path) : renameText(from, path)
  const remarks = (): string[] => {
    switch (type) {
      case 'added':
        return [formatBytes(after?.size ?? 0), copyOf === undefined ? '' : `copy of ${quotePath(copyOf)}`]
      case 'firstSeen':
        return [formatBytes(after?.size ?? 0), `first seen (before: ${printable(reason)})`]
      case 'removed':
        return [formatBytes(before?.size ?? 0)]
      case 'modified':
        return [
          sizeText(before?.size ?? 0, after?.size ?? 0),
          pictureText(before?.picture, after?.picture),
          linkText(before?.target, after?.target),
          typeText(before, after),
          itemsText(items),
          tooLarge === true ? 'too large to compare inside' : '',
          unchanged > 0 ? `${formatCount(unchanged)} unchanged` : '',
        ]
      case 'renamed':
        return [
          formatBytes(after?.size ?? 0),
          similarity === undefined ? '' : `${similarity} % alike`,
          tooLarge === true ? 'too large to compare inside' : '',
        ]
      case 'metadata':
        return []
      case 'unknown': {
        const below = entries > 0 ? `, ${formatCountOf(entries, 'path')} cannot be compared` : ''
        return [printable(reason) + below]
      }
    }
  }
  return { name, called: namesText(path, names), remarks: remarks().filter((remark) => remark !== '') }
}

/** What was left out, for people. */
export function ignoredText({ details, changes }: Ignored): string {
  const alone = changes === 0 ? '' : `, and nothing else in ${formatCountOf(changes, 'path')}`
  return `ignored: ${formatCountOf(details, 'place')}${alone}`
}

/** What there is to say when not all is shown. */
export function restText({ type, document, items }: Change, shown: number): string | undefined {
  if (type === 'modified' && document === true && shown === 0) return 'reformatted; no semantic change'
  const rest = items === undefined ? 0 : items.added + items.removed + items.modified - items.first.length
  return rest > 0 ? `and ${formatCountOf(rest, 'more item')}` : undefined
}

/** How large it is, and by how much that changed. */
function sizeText(before: number, after: number): string {
  const size = formatBytes(after)
  if (before === after) return size
  return `${size}, ${after > before ? '+' : '-'}${formatBytes(Math.abs(after - before))}`
}

/** What is not text is shown by its type, where it has one. */
function typeText(before: Side | undefined, after: Side | undefined): string {
  if (before?.picture !== undefined || after?.picture !== undefined) return ''
  const [a = '', b = ''] = [before?.contentType, after?.contentType]
  return /^$|^text\/|[/+](?:json|xml)\b|javascript/i.test(b) || a !== b ? '' : printable(b)
}

function linkText(before: string | undefined, after: string | undefined): string {
  if (before === undefined && after === undefined) return ''
  if (before === undefined) return `file → link to ${quotePath(after ?? '')}`
  return `link to ${quotePath(before)} → ${after === undefined ? 'file' : quotePath(after)}`
}

function pictureText(before: Picture | undefined, after: Picture | undefined): string {
  const text = (picture: Picture | undefined) =>
    picture === undefined ? '?' : `${picture.format} ${picture.width}×${picture.height}`
  if (before === undefined && after === undefined) return ''
  const [a, b] = [text(before), text(after)]
  return a === b ? a : `${a} → ${b}`
}

function itemsText(items: TableItems | undefined): string {
  if (items === undefined) return ''
  const { added, removed, modified } = items
  const counts = Object.entries({ added, removed, modified }).filter(([, count]) => count > 0)
  return counts.map(([kind, count]) => `${formatCountOf(count, 'item')} ${kind}`).join(', ')
}

/** The folder that both paths have in common is shown once, in the form of `git diff --stat`. */
function renameText(from: string, to: string): string {
  const [a, b] = [quotePath(from), quotePath(to)]
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  const folder = a.lastIndexOf('/', length - 1) + 1
  if (folder === 0 || a !== from || b !== to) return `${a} → ${b}`
  return `${a.slice(0, folder)}{${a.slice(folder)} → ${b.slice(folder)}}`
}

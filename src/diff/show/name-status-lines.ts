import type { Change } from '../compare/change.ts'
import { quotePath } from '../../terminal/quote-path.ts'

const LETTERS: Readonly<Record<Change['type'], string>> = {
  added: 'A',
  removed: 'D',
  modified: 'M',
  renamed: 'R100',
  metadata: 'U',
  unknown: '?',
  firstSeen: 'S',
}

/** A line for each change as `git diff --name-status` has them: letter and path, separated by tabs. */
export function nameStatusLines(changes: readonly Change[]): string[] {
  return changes.map(({ type, path, from, similarity }) =>
    [
      similarity === undefined ? LETTERS[type] : `R${String(similarity).padStart(3, '0')}`,
      ...(from === undefined ? [] : [quotePath(from)]),
      quotePath(path),
    ].join('\t'),
  )
}

/** The changed paths. */
export function nameOnlyLines(changes: readonly Change[]): string[] {
  return changes.map(({ path }) => quotePath(path))
}

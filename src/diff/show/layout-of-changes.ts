import { loadLayout, type Layout } from '../../services/layout.ts'
import type { Change } from '../compare/change.ts'

/** What the paths of changes say, by the declarations of those that make what is there. */
export function layoutOfChanges(changes: readonly Change[]): Promise<Layout> {
  return loadLayout(changes.map(({ path }) => path))
}

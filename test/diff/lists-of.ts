import type { DocumentLists } from '../../src/services/declaration/lists.ts'
import { loadListsBelow } from '../../src/services/lists-at.ts'

const listsAt = await loadListsBelow('')

/** The lists of the document at a path; of several, as if one document had those of all. */
export function listsOf(...paths: readonly string[]): DocumentLists {
  const all = paths.map(listsAt)
  return (names) => all.map((lists) => lists(names)).find((identity) => identity !== undefined)
}

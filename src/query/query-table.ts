import type { Store } from '../store/store.ts'
import type { Version } from '../versions/version.ts'

/** What a column can hold. */
export type Value = string | number | null

/** A column of a table. */
export interface Column {
  readonly name: string
  readonly type: 'TEXT' | 'INTEGER'
  readonly about: string
}

/** A table that questions can be asked of. */
export interface QueryTable {
  readonly name: string
  readonly about: string
  /** Beside the last one, `version`, which every table has. */
  readonly columns: readonly Column[]
  readonly example: string
  /** Where its rows come from: what a version has no information about there is missing in it. */
  readonly folders: readonly string[]
  /** It has rows of all versions, whichever is asked about. */
  readonly isOfAllVersions?: true
  /** What a version has of it: a value for each column. Those that are not used may be left NULL. */
  readonly rows: (store: Store, version: Version, uses: UsesColumn) => Rows | Promise<Rows>
}

/** The rows of a table. */
export type Rows = Iterable<readonly Value[]>

/** Says whether a question can be about a column of this name. */
export type UsesColumn = (name: string) => boolean

/** The column that every table ends with. */
export const VERSION_COLUMN: Column = {
  name: 'version',
  type: 'TEXT',
  about: 'name or id of the version',
}

/** A column of text. */
export function text(name: string, about: string): Column {
  return { name, type: 'TEXT', about }
}

/** A column of whole numbers; what is true or false is 1 or 0. */
export function integer(name: string, about: string): Column {
  return { name, type: 'INTEGER', about }
}

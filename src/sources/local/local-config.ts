/** A folder of the `local` section of the configuration. */
export interface LocalFolder {
  /** The name below `local/`. */
  readonly name: string
  /** An absolute path of a folder or a file, or a glob with an absolute base. */
  readonly path: string
  /** Patterns as in a .gitignore, relative to the folder. */
  readonly ignore: readonly string[]
}

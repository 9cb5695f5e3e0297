import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { ClaspError } from './clasp-error.ts'

/** A file of a project, as clasp pulls it. */
export interface PulledFile {
  /** Relative to the project. */
  readonly path: string
  readonly bytes: Uint8Array
}

/** Files that are clasp's own: clasp 2 may leave its credentials beside a project. */
const OWN = ['.clasp.json', '.clasprc.json', '.claspignore']

/** The files that a folder has after clasp pulled a project into it, and said that it has these names. @throws ClaspError */
export function pulledFiles(folder: string, names: readonly string[]): PulledFile[] {
  const there = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !OWN.includes(path))
  return [...new Set([...there, ...names])].map((path) => {
    const file = join(folder, path)
    if (there.includes(path)) return { path, bytes: readFileSync(file) }
    // Clasp 3 names a file that is empty, and writes none.
    const isInside = relative(folder, file) === path && !path.startsWith('../')
    if (isInside && !existsSync(file)) return { path, bytes: new Uint8Array() }
    throw new ClaspError(
      'ClaspFailed',
      `'${path}' cannot be a separate file on this disk; rename it in the project`,
    )
  })
}

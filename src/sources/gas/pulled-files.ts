import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { ClaspError } from './clasp-error.ts'

/** A file of a project, as clasp pulls it. */
export interface PulledFile {
  /** Relative to the project. */
  readonly path: string
  readonly bytes: Uint8Array
}

/** Reads the files that clasp names, and no others: clasp 2 may leave its credentials beside them. @throws ClaspError */
export function pulledFiles(folder: string, names: readonly string[]): PulledFile[] {
  const there = new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }))
  return names.map((path) => {
    const file = join(folder, path)
    if (there.has(path)) return { path, bytes: readFileSync(file) }
    // Clasp 3 names a file that is empty, and writes none.
    const isInside = relative(folder, file) === path && !path.startsWith('../')
    if (isInside && !existsSync(file)) return { path, bytes: new Uint8Array() }
    throw new ClaspError(
      'ClaspFailed',
      `'${path}' cannot be a file of its own on this disk; rename it in the project`,
    )
  })
}

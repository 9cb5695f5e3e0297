import type { Dirent, Stats } from 'node:fs'
import { placeInFolder, textOfName } from '../../model/byte-name.ts'
import { openPatiently } from '../../runtime/open-patiently.ts'
import { comparePaths } from '../../model/paths.ts'

/** The calls that walking needs; `node:fs` and memfs both have them. */
export interface WalkFs {
  readdirSync(path: string | Buffer, options: { withFileTypes: true; encoding: 'utf8' }): Dirent[]
  readdirSync(path: string | Buffer, options: { withFileTypes: true; encoding: 'buffer' }): Dirent<Buffer>[]
  lstatSync(path: string | Buffer): Stats
}

/** Something that was found; `path` is relative to the folder, with `/` between the names, each as `textOfName` has it. */
export type Walked =
  | { readonly kind: 'file'; readonly path: string; readonly stats: Stats }
  | { readonly kind: 'symlink'; readonly path: string; readonly stats: Stats }
  | { readonly kind: 'empty folder'; readonly path: string }
  | { readonly kind: 'special'; readonly path: string; readonly what: string }
  | { readonly kind: 'error'; readonly path: string; readonly operation: string; readonly error: unknown }

/** Walks a folder in path order. `isIgnored` is asked with a trailing `/` for folders, which are then not entered. */
export function* walk(
  fs: WalkFs,
  root: string,
  isIgnored: (path: string) => boolean,
  folder = '',
): Generator<Walked> {
  let found: readonly WalkedFile[]
  try {
    found = entriesOf(fs, placeInFolder(root, folder))
  } catch (error) {
    yield { kind: 'error', path: folder, operation: 'readdir', error }
    return
  }
  if (found.length === 0 && folder !== '') yield { kind: 'empty folder', path: folder.slice(0, -1) }
  const children: { path: string; entry: Dirent<string | Buffer> }[] = []
  for (const { name, entry } of found) {
    const path = folder + name + (entry.isDirectory() ? '/' : '')
    if (!isIgnored(path)) children.push({ path, entry })
  }
  children.sort((a, b) => comparePaths(a.path, b.path))
  for (const { path, entry } of children) {
    if (entry.isDirectory()) yield* walk(fs, root, isIgnored, path)
    else yield leaf(fs, root, path, entry)
  }
}

interface WalkedFile {
  readonly name: string
  readonly entry: Dirent<string | Buffer>
}

function entriesOf(fs: WalkFs, folder: string | Buffer): readonly WalkedFile[] {
  const found = openPatiently(() => fs.readdirSync(folder, { withFileTypes: true, encoding: 'utf8' }))
  // The replacement character stands for bytes that are not UTF-8, unless a name really has one.
  if (!found.some(({ name }) => name.includes('\ufffd')))
    return found.map((entry) => ({ name: entry.name, entry }))
  const raw = fs.readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })
  return raw.map((entry) => ({ name: textOfName(entry.name), entry }))
}

function leaf(fs: WalkFs, root: string, path: string, entry: Dirent<string | Buffer>): Walked {
  if (!entry.isFile() && !entry.isSymbolicLink()) return { kind: 'special', path, what: specialKind(entry) }
  try {
    const stats = fs.lstatSync(placeInFolder(root, path))
    return { kind: entry.isFile() ? 'file' : 'symlink', path, stats }
  } catch (error) {
    return { kind: 'error', path, operation: 'stat', error }
  }
}

function specialKind(entry: Dirent<string | Buffer>): string {
  if (entry.isSocket()) return 'socket'
  if (entry.isFIFO()) return 'named pipe'
  if (entry.isBlockDevice() || entry.isCharacterDevice()) return 'device'
  return 'special file'
}

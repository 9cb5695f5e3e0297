import { readdirSync, rmdirSync, rmSync, type Dirent } from 'node:fs'
import { placeInFolder, textOfName } from '../model/byte-name.ts'
import { codeOf, JsnapError, messageOf } from '../runtime/errors.ts'
import { formatCountOf } from '../runtime/format-count.ts'
import type { SelectedFiles } from './selection.ts'

/** What is in a target where something of another kind belongs: a folder for a file, or the other way round. */
export interface Obstacle {
  /** As `placeInFolder` takes it. */
  readonly name: string
  readonly what: 'folder' | 'empty folder' | 'file' | 'link' | 'special file'
}

/** The most that are named in a message. */
const NAMED = 10

/** Finds what a checkout would have to remove. */
export function findObstacles(target: string, { files, links, views, folders }: SelectedFiles): Obstacle[] {
  const leaves = new Set([...files, ...links, ...views].map(({ name }) => name))
  const wanted = new Set<string>(folders.map(({ name }) => name))
  for (const name of [...leaves, ...wanted]) {
    for (let folder = folderOf(name); folder !== '' && !wanted.has(folder); folder = folderOf(folder))
      wanted.add(folder)
  }
  const found: Obstacle[] = []
  const look = (folder: string) => {
    for (const entry of entriesOf(target, folder)) {
      const name = folder === '' ? textOfName(entry.name) : `${folder}/${textOfName(entry.name)}`
      if (!entry.isDirectory()) {
        if (wanted.has(name)) found.push({ name, what: kindOf(entry) })
      } else if (wanted.has(name)) look(name)
      else if (leaves.has(name)) {
        const isEmpty = entriesOf(target, name).length === 0
        found.push({ name, what: isEmpty ? 'empty folder' : 'folder' })
      }
    }
  }
  look('')
  return found
}

/** Lets empty folders pass: nothing is lost with them. @throws JsnapError Refused that names what is in the way */
export function refuseObstacles(target: string, all: readonly Obstacle[]): void {
  const obstacles = all.filter(({ what }) => what !== 'empty folder')
  if (obstacles.length === 0) return
  const named = obstacles.slice(0, NAMED).map(({ name, what }) => `the ${what} '${name}'`)
  const more = obstacles.length - named.length
  const list = more > 0 ? [...named, formatCountOf(more, 'more', 'more')] : named
  throw new JsnapError(
    'Refused',
    `entries of another type cannot replace ${list.join(', ')} in ${target}; nothing was written`,
    { hint: "move them away, or use '--replace' to remove them with everything in them" },
  )
}

/** Removes them, with what is in them; a link's target is not touched. @throws JsnapError Write */
export function removeObstacles(target: string, obstacles: readonly Obstacle[]): void {
  for (const { name, what } of obstacles) {
    try {
      if (what === 'empty folder') rmdirSync(placeInFolder(target, name))
      else rmSync(placeInFolder(target, name), { recursive: what === 'folder' })
    } catch (error) {
      throw new JsnapError('Write', `cannot remove ${target}/${name}: ${messageOf(error)}`, { cause: error })
    }
  }
}

/** What was removed, for people. */
export function removalNotes(all: readonly Obstacle[]): string[] {
  const obstacles = all.filter(({ what }) => what !== 'empty folder')
  const lines = obstacles.slice(0, NAMED).map(({ name, what }) => `removed the ${what} ${name}`)
  const more = obstacles.length - lines.length
  return more > 0 ? [...lines, `removed ${formatCountOf(more, 'more', 'more')}`] : lines
}

function folderOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')))
}

function entriesOf(target: string, folder: string): Dirent<Buffer>[] {
  try {
    return readdirSync(placeInFolder(target, folder), { withFileTypes: true, encoding: 'buffer' })
  } catch (error) {
    // What may not be listed is met again when something is to be written into it, and reported then.
    if (['EACCES', 'EPERM'].includes(codeOf(error) ?? '')) return []
    throw new JsnapError('Write', `cannot list ${target}/${folder}: ${messageOf(error)}`, { cause: error })
  }
}

function kindOf(entry: Dirent<Buffer>): Obstacle['what'] {
  if (entry.isSymbolicLink()) return 'link'
  return entry.isFile() ? 'file' : 'special file'
}

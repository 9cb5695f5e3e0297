import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const WORK = join(import.meta.dirname, '.work')

/** Returns a folder of inputs, made by `make` unless an earlier run has made it by the same recipe. */
export async function inputs(
  recipe: string,
  make: (folder: string) => Promise<void> | void,
): Promise<string> {
  const folder = join(WORK, 'inputs', recipe)
  if (!existsSync(markOf(folder))) {
    console.log(`making ${recipe} …`)
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    await make(folder)
    writeFileSync(markOf(folder), '')
  }
  return folder
}

/** Forgets that inputs are as their recipe says, while they are changed; the returned function remembers it again. */
export function changing(folder: string): () => void {
  rmSync(markOf(folder))
  return () => writeFileSync(markOf(folder), '')
}

function markOf(folder: string): string {
  return folder + '.made'
}

/** An empty folder for one tool's run. */
export function emptyFolder(name: string): string {
  const folder = join(WORK, 'runs', name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return folder
}

/** Removes everything that runs have written; inputs stay. */
export function removeRuns(): void {
  rmSync(join(WORK, 'runs'), { recursive: true, force: true })
}

/** The sum of the sizes of all files below a folder. */
export function bytesBelow(folder: string): number {
  let bytes = 0
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const stat = lstatSync(path)
    bytes += stat.isDirectory() ? bytesBelow(path) : stat.size
  }
  return bytes
}

import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { lstatSync, rmSync, writeFileSync } from './disk.ts'

/** Whoever is at work writes to what it has made more often than that. */
const LONGEST_QUIET_MS = 24 * 60 * 60 * 1000

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
/** What jsnap makes in `tmp` beside packs: a query's tables, a new index, its mark, sorted lines, a pulled project. */
const PASSING = new RegExp(`^(?:(?:query|index)-${UUID}\\.sqlite|(?:mark|sort)-${UUID}|gas-[A-Za-z0-9]{6})$`)

/**
 * Removes what killed processes have left in a store's folder for temporary files: what no process that reads or waits
 * can still be using, since nothing has been written to it for a day. What others put there stays.
 */
export function removeLeftBehind(folder: string, names: readonly string[]): void {
  const passing = names.filter((name) => PASSING.test(name))
  if (passing.length === 0) return
  const now = diskTime(folder)
  for (const name of passing) {
    const stats = lstatSync(join(folder, name), { throwIfNoEntry: false })
    if (stats !== undefined && now - stats.mtimeMs > LONGEST_QUIET_MS)
      rmSync(join(folder, name), { recursive: true, force: true })
  }
}

/** The time by the clock that files get theirs from, which may be another machine's. */
function diskTime(folder: string): number {
  const file = join(folder, `mark-${randomUUID()}`)
  writeFileSync(file, '', { flag: 'wx', mode: 0o600 })
  const { mtimeMs } = lstatSync(file)
  rmSync(file, { force: true })
  return mtimeMs
}

import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf, isDamagedIndex, messageOf } from '../runtime/errors.ts'
import type { User } from '../runtime/user.ts'
import { Catalog, NotAnIndex } from './catalog.ts'
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from './disk.ts'
import { IndexMark } from './index-mark.ts'
import { Lock } from './lock.ts'
import { privateFolder } from './private-folder.ts'
import { isRefusedByDisk } from './refused-by-disk.ts'
import { isWritable } from './passing-folder.ts'
import { fitsSqlite } from './sqlite-path.ts'
import { stateKey } from './state-key.ts'

/** What an index is of. */
export interface Indexed {
  /** The store's folder. */
  readonly dir: string
  readonly storeId: string
  /** Undefined where nobody is asked for: then an index is believed as long as this process lives. */
  readonly user: User | undefined
  /** Puts all packs into an empty index; `why` is shown to people when there is anything to do. */
  readonly fill: (catalog: Catalog, why: string) => void
}

/** An index of some ten million objects: a larger one is not held in memory. */
const LARGEST_COPY = 1024 * 1024 * 1024
const WRITABLE_BY_OTHERS = 0o022
const SIDE_FILES = ['', '-wal', '-shm', '-journal']
/** Another process replaces the index for no longer than it takes to rename a file. */
const REPLACING_MS = 10_000

/** Which of the two is unknown. */
const CHANGED = 'the last run was interrupted, or another program has written to it'

/** Marks what this process makes where there is no user to make it for. */
const PROCESS_KEY = randomBytes(32)

/**
 * Opens the index of a store: the one in the store when this user has made it there, or one in the user's cache folder.
 * Any other is not even opened; a new one is built in the store where that is the user's and can be written to, else in
 * the cache folder, else in memory.
 */
export function openIndex(indexed: Indexed): Catalog {
  const { dir, fill } = indexed
  const places = homesOf(indexed)
  let why = existsSync(join(dir, 'index.sqlite')) ? 'it was built in another place' : 'there is none'
  for (const place of places) {
    try {
      const known = place.open()
      if (known !== undefined) return known
      if (place.wasChanged()) why = CHANGED
    } catch (error) {
      if (isRefusedByDisk(error)) continue
      if (!isUnfit(error)) throw error
      why = `it is damaged (${codeOf(error) ?? messageOf(error)})`
      place.discard()
    }
    try {
      return place.build(why)
    } catch (error) {
      if (!isRefusedByDisk(error)) throw error
    }
  }
  const catalog = Catalog.inMemory()
  fill(catalog, why)
  return catalog
}

/**
 * Builds an index beside the one that is there, and puts it in its place, however damaged that is. Whoever reads the old
 * one meanwhile continues with it.
 */
export function rebuildIndex(indexed: Indexed): Catalog {
  for (const place of homesOf(indexed)) {
    try {
      return place.build(AGAIN, true)
    } catch (error) {
      if (!isRefusedByDisk(error)) throw error
    }
  }
  const catalog = Catalog.inMemory()
  indexed.fill(catalog, AGAIN)
  return catalog
}

const AGAIN = 'it is being rebuilt'

function homesOf(indexed: Indexed): IndexHome[] {
  const { dir, user } = indexed
  const key = user === undefined ? PROCESS_KEY : stateKey(user)
  const places: IndexHome[] = []
  if (key !== undefined && belongsTo(dir, user) && fits(dir)) places.push(inStore(indexed, key))
  const cache = cacheFolder(user)
  if (cache !== undefined && fits(cache)) places.push(inCache(indexed, cache))
  return places
}

/** Has this process, and no other, believe an index that it has just put into a store of its own. */
export function markIndex(dir: string, storeId: string): void {
  new IndexMark(dir, join(dir, 'index.sqlite'), storeId, PROCESS_KEY).write()
}

/** Where an index may lie. */
interface IndexHome {
  /** The index that is there, if this user has made it. */
  readonly open: () => Catalog | undefined
  /** Says whether it is that index and something else has written to it. */
  readonly wasChanged: () => boolean
  /** Has what is there replaced by the next that is built. */
  readonly discard: () => void
  /** Where another process has just built one, that is taken, but when it is to be this one. */
  readonly build: (why: string, isToBeThis?: boolean) => Catalog
}

function inStore({ dir, storeId, fill }: Indexed, key: Buffer): IndexHome {
  const file = join(dir, 'index.sqlite')
  const mark = new IndexMark(dir, file, storeId, key)
  return {
    open() {
      if (!mark.isValid()) return undefined
      if (isWritable(dir)) {
        try {
          return Catalog.open(file, mark)
        } catch (error) {
          if (!isRefusedByDisk(error)) throw error
        }
      }
      return openCopy(file)
    },
    wasChanged: () => mark.wasChanged,
    discard: () => mark.remove(),
    build(why, isToBeThis = false) {
      const made = makeFile(join(dir, 'tmp', `index-${randomUUID()}.sqlite`), (catalog) => fill(catalog, why))
      return replacing(join(dir, 'index.lock'), made, () => {
        if (!isToBeThis && mark.isValid()) return Catalog.open(file, mark)
        replaceIndex(file, made)
        const catalog = Catalog.open(file, mark)
        mark.write()
        return catalog
      })
    },
  }
}

function inCache({ dir, storeId, fill }: Indexed, cache: string): IndexHome {
  const { dev, ino } = statSync(dir, { bigint: true })
  const name = createHash('sha256').update(
    JSON.stringify([storeId, realpathSync(dir), String(dev), String(ino)]),
  )
  const file = join(cache, `${name.digest('hex').slice(0, 32)}.sqlite`)
  return {
    open: () => (existsSync(file) ? Catalog.open(file) : undefined),
    wasChanged: () => false,
    discard: () => undefined,
    build(why) {
      const made = makeFile(join(cache, `${randomUUID()}.new`), (catalog) => fill(catalog, why))
      return replacing(`${file}.lock`, made, () => {
        replaceIndex(file, made)
        return Catalog.open(file)
      })
    },
  }
}

function cacheFolder(user: User | undefined): string | undefined {
  if (user?.cacheFolder === undefined) return undefined
  return privateFolder(join(user.cacheFolder, 'indexes'), user)
}

/** The index as it is in a file that cannot be written to; not where a change of it was interrupted. */
function openCopy(file: string): Catalog | undefined {
  const hasLog = (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
  return hasLog || statSync(file).size > LARGEST_COPY ? undefined : Catalog.openCopy(readFileSync(file))
}

/** Builds an index in a file of its own, so that nobody ever sees half of it. */
function makeFile(file: string, fill: (catalog: Catalog) => void): string {
  try {
    closeSync(openSync(file, 'wx', 0o600))
    const catalog = Catalog.create(file)
    try {
      fill(catalog)
    } finally {
      catalog.close()
    }
    return file
  } catch (error) {
    rmSync(file, { force: true })
    throw error
  }
}

/** One process at a time: what SQLite puts beside an index goes by the name of its file. */
function replacing<T>(lockFile: string, made: string, work: () => T): T {
  const lock = Lock.acquire(lockFile, REPLACING_MS)
  try {
    return work()
  } finally {
    lock.release()
    rmSync(made, { force: true })
  }
}

function replaceIndex(file: string, made: string): void {
  for (const suffix of SIDE_FILES) rmSync(file + suffix, { force: true })
  renameSync(made, file)
}

/** Says whether this user, and nobody else, decides what lies in a folder. */
function belongsTo(dir: string, user: User | undefined): boolean {
  if (user?.uid === undefined) return true
  const { uid, mode } = statSync(dir)
  return uid === user.uid && (mode & WRITABLE_BY_OTHERS) === 0
}

/** The longest name there is that of a new index. */
function fits(dir: string): boolean {
  return fitsSqlite(join(dir, 'tmp', `index-${randomUUID()}.sqlite`))
}

/** It is not an index, or SQLite finds it damaged in one way or the other. */
export function isUnfit(error: unknown): boolean {
  return error instanceof NotAnIndex || isDamagedIndex(error)
}

import { createHash } from 'node:crypto'
import { dirname, join, resolve } from 'node:path'
import type { Commit } from '../model/commit.ts'
import { formatCountOf } from '../runtime/format-count.ts'
import { digestOf, type Digest } from '../model/digest.ts'
import { codeOf, isCorrupt, isDamagedIndex, DAMAGE_HINT, JsnapError, messageOf } from '../runtime/errors.ts'
import { parseCommit } from '../model/parse-commit.ts'
import type { User } from '../runtime/user.ts'
import type { Catalog, Location } from './catalog.ts'
import { lstatSync, mkdirSync, statSync } from './disk.ts'
import { fsyncPath, replaceFile } from './durable-file.ts'
import { newFormat, readFormat, writeFormat, type Format } from './format.ts'
import { FrameCache } from './frame-cache.ts'
import { eachRow, FrameKind, lengthOfRows, type FrameObject } from './frame.ts'
import { indexPack } from './index-pack.ts'
import { openIndex, rebuildIndex, type Indexed } from './open-index.ts'
import { packNamesIn } from './pack-names.ts'
import { packFile } from './pack.ts'
import { currentRefs, type CurrentRefs, type UnequalRefs } from './current-refs.ts'
import { writeRefsCheck, type RefsState } from './refs-check.ts'
import { recordedRefs } from './refs-history.ts'
import { parseRecord, type RefsRecord } from './refs-record.ts'
import { differenceOf } from './refs-difference.ts'
import { REFS_HINT, refsText, type Refs } from './refs.ts'
import { temporaryFolderOf } from './passing-folder.ts'
import { checkStoreFolder, kindOf, notPlain } from './plain-file.ts'
import { readSound } from './read-sound.ts'
import { isRefusedByDisk } from './refused-by-disk.ts'
import { checkFitsSqlite } from './sqlite-path.ts'
import { isStore } from './store-folder.ts'
import { tightenModes } from './tighten-modes.ts'

/** Chunks have 256 KiB at most; there is room for those of a later chunker. */
const LARGEST_CHUNK = 16 * 1024 * 1024

/** What is read as a whole is documents and texts, of which the largest are read up to 8 MiB. */
const LARGEST_WHOLE = 64 * 1024 * 1024

/** What whoever writes to a store holds. */
export function lockFileOf(dir: string): string {
  return join(dir, 'lock')
}

/** Where the bytes of an object lie: in a decoded frame of a pack. */
export interface PackLocation {
  readonly sha256: Digest
  /** The pack's name. */
  readonly pack: Digest
  /** Offset of the frame in the pack. */
  readonly frame: number
  /** Offset in the decoded frame. */
  readonly offset: number
  readonly length: number
}

/** Where a content lies; of large content, the locations of its chunks in order. */
export type ContentLocation = PackLocation | readonly PackLocation[]

/** How a store is opened. */
export interface OpenOptions {
  /** For whom; without one nobody's indexes are believed but those that this process has made. */
  readonly user?: User | undefined
  /** Milliseconds since the epoch, for what names a version relative to now, as `HEAD@{yesterday}`. */
  readonly now?: (() => number) | undefined
  /** The packs are links to those of another store, which this process has made. */
  readonly linkedPacks?: boolean
}

/** An open store. Everything is checked against its SHA-256 before it is handed out. */
export class Store {
  /** Its folder, as a whole path. */
  readonly dir: string
  #format: Format
  /** @internal */
  readonly packsFolder: string
  /** @internal */
  readonly temporaryFolder: string
  /** @internal */
  readonly refsFile: string
  /** What is beside the refs, so that a change of them by anything else is noticed. @internal */
  readonly checkFile: string
  /** @internal */
  readonly journalFile: string
  /** Called with what is done to the store, a line each. @internal */
  readonly note: (text: string) => void
  /** For whom it is open. @internal */
  readonly user: User | undefined
  /** Milliseconds since the epoch; undefined where nobody gave a clock. @internal */
  readonly now: (() => number) | undefined
  readonly #linkedPacks: boolean
  readonly #frames: FrameCache
  /** The index; none once the store is closed. */
  #index: Catalog | undefined

  private constructor(
    dir: string,
    format: Format,
    note: (text: string) => void,
    { user, now, linkedPacks = false }: OpenOptions,
  ) {
    this.dir = dir
    this.#format = format
    this.user = user
    this.now = now
    this.note = note
    this.#linkedPacks = linkedPacks
    this.packsFolder = join(dir, 'packs')
    this.temporaryFolder = temporaryFolderOf(dir)
    const { refsFile, checkFile } = refsFilesOf(dir)
    this.refsFile = refsFile
    this.checkFile = checkFile
    this.journalFile = join(dir, 'journal')
    this.#frames = new FrameCache(this.packsFolder)
    this.#index = this.#openCatalog(note)
    const [lost, ...others] = this.lostPacks()
    if (lost !== undefined) {
      const what = others.length === 0 ? `pack ${lost} is` : `${others.length + 1} packs are`
      note(`${what} missing or truncated: 'jsnap fsck' lists what is lost`)
    }
  }

  /** Makes an empty store. @throws JsnapError StoreExists, Corrupt @internal */
  static init(dir: string, options: OpenOptions = {}): Store {
    const path = resolve(dir)
    const there = statSync(path, { throwIfNoEntry: false })
    if (there !== undefined && !there.isDirectory()) throw notPlain(path, kindOf(there))
    checkFitsSqlite(lockFileOf(path))
    if (isStore(path)) {
      readFormat(path)
      throw new JsnapError('StoreExists', `a store already exists at ${path}`)
    }
    mkdirSync(path, { recursive: true, mode: 0o700 })
    for (const folder of ['packs', 'tmp']) mkdirSync(join(path, folder), { recursive: true, mode: 0o700 })
    beginRefs(path, { head: null, names: new Map() })
    writeFormat(path, newFormat())
    fsyncPath(dirname(path))
    return Store.open(path, undefined, options)
  }

  /**
   * Opens a store. An index that is missing, damaged or not this user's is rebuilt from the packs, for which `note`
   * is called.
   * @throws JsnapError NoStore, UnsupportedFormat, Corrupt
   * @internal
   */
  static open(dir: string, note: (text: string) => void = () => undefined, options: OpenOptions = {}): Store {
    const path = resolve(dir)
    const format = readFormat(path)
    checkStoreFolder(path)
    tightenModes(path, false, options.user, note)
    makeFolders(path)
    return new Store(path, format, note, options)
  }

  /** The index; for the parts of the store itself. @throws JsnapError Usage once the store is closed @internal */
  get catalog(): Catalog {
    if (this.#index === undefined)
      throw new JsnapError('Usage', `the store ${this.dir} was closed, and is used`)
    return this.#index
  }

  /** Ends the use of it; nothing can be read after that. */
  close(): void {
    this.#frames.close()
    this.#index?.close()
    this.#index = undefined
  }

  /** HEAD and the names of versions. @throws JsnapError Corrupt when they are not what was written last */
  refs(): Refs {
    return this.currentRefs().value
  }

  /** The refs with the record that made them. @throws JsnapError Corrupt @internal */
  currentRefs(): CurrentRefs {
    const current = currentRefs(this, (unequal) => this.#differenceOf(unequal))
    if (current.isOld && current.value.head === null && this.commitIds().length > 0)
      throw new JsnapError('Corrupt', `${this.refsFile} names no version, but the store has some`, {
        hint: REFS_HINT,
      })
    return current
  }

  /** @internal */
  get format(): Format {
    return this.#format
  }

  /** Says whether the files of the refs are always there. @internal */
  get keepsRecords(): boolean {
    return this.#format.records === true
  }

  /** Writes `format.json` again where it is not what a record has of it. @internal */
  takeFormat({ id, chunkerSeed }: Pick<Format, 'id' | 'chunkerSeed'>): boolean {
    if (id === this.#format.id && chunkerSeed === this.#format.chunkerSeed) return false
    this.#format = { ...this.#format, id, chunkerSeed }
    writeFormat(this.dir, this.#format)
    return true
  }

  /** Notes in a store of an older jsnap that the files of the refs are always there from now on. @internal */
  keepRecords(): void {
    this.#format = { ...this.#format, records: true }
    writeFormat(this.dir, this.#format)
  }

  /** The number of the last record of the refs that the packs hold. @internal */
  newestRecord(): number {
    return this.catalog.newestRecord()
  }

  /** The records of the refs that have a greater number, the greatest first. @internal */
  recordsAfter(seq: number): { readonly seq: number; readonly id: Digest }[] {
    return this.catalog.recordsAfter(seq)
  }

  /** Says whether the last record can be what a run of an older jsnap left that was interrupted: one without announcement, beside a journal. @internal */
  isRestOfOlder(): boolean {
    if (lstatSync(this.journalFile, { throwIfNoEntry: false }) === undefined) return false
    const records = this.catalog.recordsOf(this.newestRecord()).map((id) => this.readRecord(id))
    return records.every((record) => record !== undefined && record.announced !== true)
  }

  /** A record of the refs, or undefined where it is lost. @internal */
  readRecord(id: Digest): RefsRecord | undefined {
    return readSound(() => parseRecord(id, this.readContent(id).toString()))
  }

  #differenceOf({ value, state }: UnequalRefs): string {
    try {
      const recorded =
        state.record === null
          ? { head: null, names: new Map<string, Digest>() }
          : recordedRefs(this, state.record)
      return differenceOf(recorded, value)
    } catch (error) {
      if (!isCorrupt(error)) throw error
      return `its checksum differs, and its record is lost: ${error.message}`
    }
  }

  /** Every commit that the packs hold, also those that no ref leads to. @internal */
  commitIds(): Digest[] {
    return this.catalog.commitIds()
  }

  /** @internal */
  readCommit(id: Digest): Commit {
    return parseCommit(id, this.readContent(id).toString())
  }

  /** The text of a tree node. @internal */
  readNode(id: Digest): string {
    return this.readContent(id).toString()
  }

  /** @internal */
  hasContent(sha256: Digest): boolean {
    return this.catalog.has(sha256)
  }

  /**
   * The whole of a content. Use `streamContent` where it may be large. @throws JsnapError Corrupt for one that is larger
   * than anything that is read as a whole: who asks for it believes an entry that lies
   * @internal
   */
  readContent(sha256: Digest): Buffer {
    const location = this.#location(sha256)
    if (location.kind !== FrameKind.chunks) return this.#read(locationOf(sha256, location))
    const length = lengthOfRows(this.readChunkList(location))
    if (length > LARGEST_WHOLE) throw corrupt(`content ${sha256} has ${length} bytes, too many for its type`)
    return Buffer.concat([...this.streamContent(sha256)])
  }

  /** The pieces of a content in order, each checked before it is handed out, and the whole at the end. @internal */
  *streamContent(sha256: Digest): Generator<Buffer, void, undefined> {
    const location = this.#location(sha256)
    if (location.kind !== FrameKind.chunks) {
      yield this.#read(locationOf(sha256, location))
      return
    }
    const whole = createHash('sha256')
    for (const chunk of this.#chunks(sha256, location)) {
      const bytes = this.#read(locationOf(chunk.sha256, this.#location(chunk.sha256)))
      if (bytes.length !== chunk.length) throw corrupt(`a chunk of ${sha256} has another length than listed`)
      whole.update(bytes)
      yield bytes
    }
    if (whole.digest('hex') !== sha256) throw corrupt(`the chunks of ${sha256} do not add up to the content`)
  }

  /** Runs work that looks up thousands of contents: in one look at the index that takes half as long. @internal */
  lookingUp<T>(work: () => T): T {
    return this.catalog.reading(work)
  }

  /** Where the bytes of a content lie; of large content, the places of its chunks in order. @internal */
  locate(sha256: Digest): ContentLocation {
    const location = this.#location(sha256)
    if (location.kind !== FrameKind.chunks) return locationOf(sha256, location)
    return Array.from(this.#chunks(sha256, location), (chunk) =>
      locationOf(chunk.sha256, this.#location(chunk.sha256)),
    )
  }

  /** Says whether a content is made of chunks. @internal */
  isChunked(sha256: Digest): boolean {
    return this.#location(sha256).kind === FrameKind.chunks
  }

  /** Bytes of a content. @internal */
  contentLength(sha256: Digest): number {
    const location = this.#location(sha256)
    return location.kind === FrameKind.chunks ? lengthOfRows(this.readChunkList(location)) : location.length
  }

  /** The chunks of a large content, none of them larger than any that is written. */
  *#chunks(sha256: Digest, location: Location): Generator<FrameObject, void, undefined> {
    for (const chunk of eachRow(this.readChunkList(location))) {
      if (chunk.length > LARGEST_CHUNK)
        throw corrupt(`content ${sha256} has a chunk of ${chunk.length} bytes`)
      yield chunk
    }
  }

  /** The rows of a chunk list. @internal */
  readChunkList({ pack, frame, offset, length }: Location): Buffer {
    return this.#frames.read(pack, frame).subarray(offset, offset + length)
  }

  /** The names of the packs that are there. @internal */
  packNames(): Digest[] {
    return packNamesIn(this.packsFolder, this.#linkedPacks)
  }

  #location(sha256: Digest): Location {
    const location = this.catalog.locate(sha256)
    if (location === undefined) throw corrupt(`content ${sha256} is not in the store`)
    return location
  }

  #read({ sha256, pack, frame, offset, length }: PackLocation): Buffer {
    const bytes = this.#frames.read(pack, frame).subarray(offset, offset + length)
    if (digestOf(bytes) !== sha256) {
      throw corrupt(`content ${sha256} in pack ${pack} does not match its SHA-256`)
    }
    return bytes
  }

  #openCatalog(note: (text: string) => void): Catalog {
    const catalog = openIndex({
      ...this.#indexed,
      fill: (empty, why) => {
        const names = this.packNames()
        if (names.length > 0) note(`rebuilding the index: ${why} (${formatCountOf(names.length, 'pack')})`)
        this.#addPacks(empty, names, note)
      },
    })
    // Those of a commit that was interrupted.
    try {
      const known = catalog.packs()
      this.#addPacks(
        catalog,
        this.packNames().filter((name) => !known.has(name)),
        note,
      )
      return catalog
    } catch (error) {
      if (!isDamagedIndex(error)) throw error
      note(`rebuilding the index: it is damaged (${codeOf(error) ?? messageOf(error)})`)
      catalog.close()
      return rebuildIndex({
        ...this.#indexed,
        fill: (empty) => this.#addPacks(empty, this.packNames(), note),
      })
    }
  }

  /** Puts an index that `fill` has made beside the one that is there in its place, whatever that is: nobody sees half of it. @internal */
  rebuildIndex(fill: (empty: Catalog) => void): void {
    this.catalog.close()
    this.#index = rebuildIndex({ ...this.#indexed, fill })
  }

  get #indexed(): Pick<Indexed, 'dir' | 'storeId' | 'user'> {
    return { dir: this.dir, storeId: this.format.id, user: this.user }
  }

  #addPacks(catalog: Catalog, names: readonly Digest[], note: (text: string) => void): void {
    for (const name of names) {
      for (const damage of indexPack(catalog, this.packsFolder, name, this.format.id)) {
        note(`pack ${name} is damaged at byte ${damage.offset}: ${damage.error}`)
      }
    }
  }

  /** The packs of the index that are gone, or not as long as they were. @internal */
  lostPacks(): Digest[] {
    return [...this.catalog.packs()]
      .filter(([name, size]) => this.packSize(name) !== size)
      .map(([name]) => name)
  }

  /** The size of a pack's file, or undefined when it is not there. @internal */
  packSize(name: Digest): number | undefined {
    return statSync(packFile(this.packsFolder, name), { throwIfNoEntry: false })?.size
  }
}

/** Writes the first refs of a store: those of no record, or of one that it has from another store. */
export function beginRefs(
  dir: string,
  refs: Refs,
  from: Pick<RefsState, 'seq' | 'record'> = { seq: 0, record: null },
): void {
  const { refsFile, checkFile } = refsFilesOf(dir)
  const text = refsText(refs)
  replaceFile(refsFile, text)
  writeRefsCheck(checkFile, { seq: from.seq, record: from.record, refs: digestOf(text) })
}

/** Where the refs of a store stand. */
export function refsFilesOf(dir: string): { refsFile: string; checkFile: string } {
  return { refsFile: join(dir, 'refs'), checkFile: join(dir, 'refs.check') }
}

/** Makes the empty folders of a store that was copied without them, where that can be done. */
function makeFolders(dir: string): void {
  for (const folder of ['packs', 'tmp']) {
    try {
      mkdirSync(join(dir, folder), { mode: 0o700 })
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' && !isRefusedByDisk(error)) throw error
    }
  }
}

function corrupt(message: string): JsnapError {
  return new JsnapError('Corrupt', message, { hint: DAMAGE_HINT })
}

function locationOf(sha256: Digest, { pack, frame, offset, length }: Location): PackLocation {
  return { sha256, pack, frame, offset, length }
}

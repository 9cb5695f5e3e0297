import { join } from 'node:path'
import { canonicalJson, type Json } from '../model/canonical-json.ts'
import type { Commit } from '../model/commit.ts'
import { digestOf, type Digest } from '../model/digest.ts'
import { JsnapError, messageOf } from '../model/errors.ts'
import { LargeSet } from '../model/large-set.ts'
import { buildTree } from '../model/tree-node.ts'
import { readdirSync, rmSync } from './disk.ts'
import { replaceFile } from './durable-file.ts'
import { forgetLostPacks } from './forget-lost-packs.ts'
import { Journal, type JournalRow } from './journal.ts'
import { Kind } from './frame.ts'
import { indexPack } from './index-pack.ts'
import { Lock } from './lock.ts'
import {
  PACK_TARGET,
  PackAppender,
  salvage,
  sealPack,
  type FrameRef,
  type OpenPack,
  type PackPart,
} from './pack.ts'
import type { CurrentRefs } from './current-refs.ts'
import { writeRefsCheck, type RefsState } from './refs-check.ts'
import { changedRefs, recordText, wholeChange, type RefsChange } from './refs-record.ts'
import { refsText, type Refs } from './refs.ts'
import { beginRefs, lockFileOf, type Store } from './store.ts'
import { tightenModes } from './tighten-modes.ts'
import { keepChanges } from './tree-changes.ts'
import { TreePack } from './tree-pack.ts'

/** Documents are gathered to frames of about this size. */
const FRAME_TARGET = 128 * 1024

/** Why refs are changed, and when. */
export interface ChangeOfRefs {
  /** As `commit`. */
  readonly reason: string
  /** ISO 8601, UTC. */
  readonly time: string
}

/** A file that is full and is to be sealed. */
export interface FullPack {
  readonly file: string
  readonly packsFolder: string
}

/**
 * Writes to a store, alone: the lock is held from `begin` to `end`. The order of writes is packs, index, tree nodes,
 * commit and record of the refs, refs; nothing ever names what is not yet on the disk.
 */
export class StoreWriter {
  readonly #store: Store
  readonly #lock: Lock
  readonly #journal: Journal
  /** What this run has claimed, sealed or not. */
  readonly #claimed = new LargeSet()
  readonly #indexKnowsNothing: boolean
  readonly #idle: OpenPack[] = []
  /** Filled with documents, and sealed with the rest at the end. */
  readonly #full: FullPack[] = []
  readonly #frames = new Map<string, FrameRef[]>()
  readonly #trees: TreePack
  #documents: { sha256: Digest; bytes: Uint8Array }[] = []
  #documentBytes = 0
  #bytesStored = 0

  private constructor(store: Store, lock: Lock) {
    this.#store = store
    this.#lock = lock
    this.#journal = new Journal(store.journalFile)
    this.#trees = new TreePack(store.temporaryFolder)
    this.#indexKnowsNothing = store.catalog.isEmpty()
  }

  /** Takes the lock, has `prepare` do what must be done first, and keeps what a killed run left behind. @throws JsnapError Locked */
  static begin(store: Store, prepare: () => void = () => undefined): StoreWriter {
    const lock = Lock.acquire(lockFileOf(store.dir))
    try {
      tightenModes(store.dir, true, store.user, store.note)
      prepare()
      recover(store)
      forgetLostPacks(store)
      return new StoreWriter(store, lock)
    } catch (error) {
      lock.release()
      throw error
    }
  }

  /** Releases the lock. What was not committed stays for the next run. */
  end(): void {
    this.#journal.close()
    this.#lock.release()
  }

  get bytesStored(): number {
    return this.#bytesStored
  }

  /** Says for each content whether the caller is the one to store it: true once, when nobody has stored it yet. */
  claim(contents: readonly Digest[]): boolean[] {
    return contents.map((sha256) => {
      if (this.#claimed.has(sha256)) return false
      if (!this.#indexKnowsNothing && this.#store.catalog.has(sha256)) return false
      this.#claimed.add(sha256)
      return true
    })
  }

  /** A pack file to go on with, or null to begin one; nobody else writes to it until it is given back by `accept`. */
  takePack(): OpenPack | null {
    return this.#idle.pop() ?? null
  }

  /** Takes over what a worker has written; returns the files that are full, to be sealed by `sealPack` and told by `sealed`. */
  accept(parts: readonly PackPart[]): FullPack[] {
    const full: FullPack[] = []
    for (const { file, size, frames } of parts) {
      const known = this.#frames.get(file)
      if (known === undefined) this.#frames.set(file, [...frames])
      else for (const frame of frames) known.push(frame)
      if (size >= PACK_TARGET) full.push({ file, packsFolder: this.#store.packsFolder })
      else this.#idle.push({ file, size })
    }
    return full
  }

  /** All files that are not sealed yet; for the end. */
  takeAll(): FullPack[] {
    this.#flushDocuments()
    const rest = this.#idle.splice(0).map(({ file }) => ({ file, packsFolder: this.#store.packsFolder }))
    return [...this.#full.splice(0), ...rest]
  }

  /** Indexes a pack that has just been sealed from a file. */
  sealed(file: string, name: Digest): void {
    const frames = this.#frames.get(file) ?? []
    const size = this.#store.packSize(name) ?? 0
    this.#frames.delete(file)
    this.#bytesStored += size
    this.#store.catalog.addPack(name, size, frames)
  }

  /** Stores content that is at hand in this thread. */
  addDocument(sha256: Digest, bytes: Uint8Array): void {
    const [wanted] = this.claim([sha256])
    if (wanted !== true) return
    this.#documents.push({ sha256, bytes })
    this.#documentBytes += bytes.length
    if (this.#documentBytes >= FRAME_TARGET) this.#flushDocuments()
  }

  #flushDocuments(): void {
    if (this.#documents.length === 0) return
    const appender = new PackAppender(this.#store.temporaryFolder, this.takePack())
    try {
      appender.append(Kind.content, this.#documents)
    } finally {
      appender.close()
    }
    this.#documents = []
    this.#documentBytes = 0
    this.#full.push(...this.accept(appender.parts))
  }

  /** Notes entries whose content has been written, so that a run that is cut short need not read them again. */
  journal(rows: readonly JournalRow[]): void {
    this.#journal.append(rows)
  }

  /** What an interrupted run has read. Its content need not have survived. */
  readJournal(): Iterable<JournalRow> {
    return this.#journal.read()
  }

  /** Writes the nodes of a tree that are new; returns the root. */
  buildTree(leaves: Iterable<{ readonly path: string; readonly line: string }>): Digest {
    const root = buildTree(leaves, (id, text) => {
      const [wanted] = this.claim([id])
      if (wanted === true) this.#trees.add(id, Buffer.from(text))
    })
    return root
  }

  /** @throws JsnapError NameTaken */
  checkName(name: string | null): void {
    const { value, isUnsaid } = this.#store.currentRefs()
    const taken = name === null ? undefined : value.names.get(name)
    if (taken === undefined) return
    if (isUnsaid && taken === value.head) {
      throw new JsnapError(
        'NameTaken',
        `version '${name}' is made: the commit before this one made it and was cut short before it could say so`,
        { hint: `'jsnap show ${name}' shows it; nothing is left to be done` },
      )
    }
    throw new JsnapError('NameTaken', `there is a version '${name}' already`, {
      hint: "a name is taken once; 'jsnap log' lists them",
    })
  }

  /**
   * Writes the commit, and then the ref that makes the version exist. Everything that its trees name must be sealed.
   * `note` is told what failed when the version existed.
   */
  commit(commit: Commit, note: (text: string) => void): Digest {
    if (this.#idle.length + this.#full.length > 0) throw new Error('packs are not sealed yet')
    this.checkName(commit.name)
    this.#beginRefsOfOldStore()
    const text = canonicalJson(commit as unknown as Json)
    const id = digestOf(text)
    this.#trees.addCommit(id, Buffer.from(text))
    const current = this.#store.currentRefs()
    const added = commit.name === null ? [] : ([[commit.name, id]] as const)
    const change = { head: id, removed: [], added }
    const next = this.#seal(current, change, changedRefs(current.value, change), false, {
      reason: 'commit',
      time: commit.time,
    })
    keepChanges(this.#store, commit)
    this.#publish(current, next, note)
    return id
  }

  /** An older jsnap writes no refs before the first commit; after a crash, a commit without them would be told as damage. */
  #beginRefsOfOldStore(): void {
    const { isOld, value } = this.#store.currentRefs()
    if (!isOld || value.head !== null) return
    beginRefs(this.#store.dir, value)
    this.#store.keepRecords()
  }

  /** Makes the refs what they are to be, whatever they are now. A crash leaves them as damaged as they were. */
  replaceRefs(refs: Refs, before: RefsState, why: ChangeOfRefs): void {
    const { refsFile, checkFile } = this.#store
    const { text, state } = this.#seal(before, wholeChange(refs), refs, true, why)
    replaceFile(refsFile, text)
    writeRefsCheck(checkFile, state)
    if (!this.#store.keepsRecords) this.#store.keepRecords()
  }

  /** Puts a record of the change on the disk, in the pack of what the new refs are to name. */
  #seal(before: RefsState, change: RefsChange, refs: Refs, isWhole: boolean, why: ChangeOfRefs): NextRefs {
    const { format, packsFolder } = this.#store
    const text = refsText(refs)
    const seq = before.seq + 1
    const whole = isWhole || isPowerOfTwo(seq)
    const record = recordText({
      record: 1,
      seq,
      before: before.record,
      whole,
      ...(whole ? wholeChange(refs) : change),
      refs: digestOf(text),
      ...why,
      store: { id: format.id, chunkerSeed: format.chunkerSeed },
    })
    const id = digestOf(record)
    for (const part of this.#trees.finish(id, Buffer.from(record))) {
      this.#frames.set(part.file, [...part.frames])
      this.sealed(part.file, sealPack(part.file, packsFolder))
    }
    return { text, state: { seq, record: id, refs: digestOf(text) } }
  }

  /**
   * Replaces the refs by those that a sealed record has made: the only moment at which a version begins to exist. What
   * stands beside them names both before and after, so that neither is ever told as damage.
   */
  #publish(before: CurrentRefs, { text, state }: NextRefs, note: (text: string) => void): void {
    const { refsFile, checkFile } = this.#store
    const { seq, record, refs } = before
    writeRefsCheck(checkFile, { seq, record, refs }, state)
    if (!this.#store.keepsRecords) this.#store.keepRecords()
    try {
      replaceFile(refsFile, text)
      this.#journal.clear()
      writeRefsCheck(checkFile, state)
    } catch (error) {
      if (this.#store.currentRefs().refs !== state.refs) throw error
      note(`the version is made; what comes after it failed: ${messageOf(error)}`)
    }
  }
}

/** Refs to be, whose record is on the disk. */
interface NextRefs {
  readonly text: string
  readonly state: RefsState
}

/** So often has a record all names: to bring the refs back the records after one such are read, and all take no more room than the names. */
function isPowerOfTwo(seq: number): boolean {
  return Number.isInteger(Math.log2(seq))
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
/** What jsnap makes in `tmp`: packs, a question's tables, an index to be, its mark, sorted lines, a pulled project. */
const PASSING = new RegExp(
  `^(?:${UUID}\\.pack|(?:query|index)-${UUID}\\.sqlite|(?:mark|sort)-${UUID}|gas-[A-Za-z0-9]{6})$`,
)

/** Makes packs of the files that a killed run left in `tmp`, as far as they are whole. What others put there stays. */
function recover(store: Store): void {
  for (const entry of readdirSync(store.temporaryFolder, { withFileTypes: true })) {
    if (!PASSING.test(entry.name)) continue
    const file = join(store.temporaryFolder, entry.name)
    if (entry.isFile() && entry.name.endsWith('.pack') && salvage(file)) {
      indexPack(store.catalog, store.packsFolder, sealPack(file, store.packsFolder))
    } else {
      rmSync(file, { recursive: true, force: true })
    }
  }
}

import { join } from 'node:path'
import { canonicalJson, type Json } from '../model/canonical-json.ts'
import type { Commit } from '../model/commit.ts'
import { digestOf, type Digest } from '../model/digest.ts'
import { JsnapError, messageOf } from '../runtime/errors.ts'
import { LargeSet } from '../runtime/large-set.ts'
import { buildTree } from '../model/tree-node.ts'
import { readdirSync, rmSync } from './disk.ts'
import { replaceFile } from './durable-file.ts'
import { forgetLostPacks } from './forget-lost-packs.ts'
import { Journal, type JournalRow } from './journal.ts'
import { FrameKind, type ObjectBytes } from './frame.ts'
import { FrameGatherer, NODE_FRAME } from './frame-gatherer.ts'
import { indexPack } from './index-pack.ts'
import { removeLeftBehind } from './left-behind.ts'
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
import { problemsOfLast } from './fsck-refs.ts'
import { writeRefsCheck, type RefsState } from './refs-check.ts'
import { changedRefs, recordText, wholeChange, type RefsChange } from './refs-record.ts'
import { goodMark, REFS_HINT, refsText, type Refs } from './refs.ts'
import { removeScratchStores } from './scratch-store.ts'
import { beginRefs, lockFileOf, type Store } from './store.ts'
import { tightenModes } from './tighten-modes.ts'
import { keepChanges } from './tree-changes.ts'
import { TreePack } from './tree-pack.ts'

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
  readonly #documents = new FrameGatherer(NODE_FRAME, (documents) => this.#appendDocuments(documents))
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

  /** A pack file to continue with, or null to begin one; nobody else writes to it until it is given back by `accept`. */
  takePack(): OpenPack | null {
    return this.#idle.pop() ?? null
  }

  /** Takes over what a worker has written; returns the files that are full, to be sealed by `sealPack` and reported by `sealed`. */
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
    this.#documents.flush()
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
    this.#documents.add({ sha256, bytes })
  }

  #appendDocuments(documents: readonly ObjectBytes[]): void {
    const appender = new PackAppender(this.#store.temporaryFolder, this.takePack())
    try {
      appender.append(FrameKind.content, documents)
    } finally {
      appender.close()
    }
    this.#full.push(...this.accept(appender.parts))
  }

  /** Notes entries whose content has been written, so that a run that is interrupted need not read them again. */
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

  /** @throws JsnapError Corrupt when refs are damaged in a way that a change of them would hide */
  checkRefs(): void {
    const [problem] = problemsOfLast(this.#store)
    if (problem !== undefined) throw new JsnapError('Corrupt', problem, { hint: REFS_HINT })
  }

  /** @throws JsnapError NameTaken */
  checkName(name: string | null): void {
    const { value, isUnsaid } = this.#store.currentRefs()
    const taken = name === null ? undefined : value.names.get(name)
    if (taken === undefined) return
    if (isUnsaid && taken === value.head) {
      throw new JsnapError(
        'NameTaken',
        `version '${name}' exists: the commit before this one created it, and was interrupted before it could report it`,
        { hint: `'jsnap show ${name}' shows it; nothing else needs to be done` },
      )
    }
    throw new JsnapError('NameTaken', `version '${name}' already exists`, {
      hint: "names are unique; 'jsnap log' lists them",
    })
  }

  /**
   * Writes the commit, and then the ref that makes the version exist. Everything that its trees name must be sealed.
   * `note` is called with what failed when the version existed.
   */
  commit(commit: Commit, note: (text: string) => void): Digest {
    if (this.#idle.length + this.#full.length > 0) throw new Error('packs are not sealed yet')
    this.checkName(commit.name)
    this.#beginRefsOfOldStore()
    const text = canonicalJson(commit as unknown as Json)
    const id = digestOf(text)
    this.#trees.addCommit(id, Buffer.from(text))
    const names = commit.name === null ? [] : ([[commit.name, id]] as const)
    const marks = commit.check?.ok === true ? ([[goodMark(id), id]] as const) : []
    const added = [...names, ...marks]
    const change = { head: id, removed: [], added }
    const next = this.#announced(change, { reason: 'commit', time: commit.time })
    keepChanges(this.#store, commit)
    try {
      this.#publish(next, () => this.#journal.clear())
    } catch (error) {
      if (!this.#isMade(next.state)) throw error
      note(`the version was created; a later step failed: ${messageOf(error)}`)
    }
    return id
  }

  /** Leaves the refs as they are, and forgets what was read: nothing of it is new. */
  discard(): void {
    this.#trees.discard()
    this.#journal.clear()
  }

  /** Adds and removes names of versions; HEAD stays. @throws JsnapError NameTaken for a name that is there */
  changeNames({ added, removed }: Omit<RefsChange, 'head'>, why: ChangeOfRefs): void {
    this.checkRefs()
    for (const [name] of added) this.checkName(name)
    this.#beginRefsOfOldStore()
    const { head } = this.#store.currentRefs().value
    this.#publish(this.#announced({ head, added, removed }, why))
  }

  /** The refs that a change makes, once what is beside the refs names both, and their record is on the disk. */
  #announced(change: RefsChange, why: ChangeOfRefs): NextRefs {
    const current = this.#store.currentRefs()
    const next = this.#next(current, change, changedRefs(current.value, change), false, why)
    const { seq, record, refs } = current
    writeRefsCheck(this.#store.checkFile, { seq, record, refs }, next.state)
    this.#seal(next)
    return next
  }

  /** An older jsnap writes no refs before the first commit; after a crash, a commit without them would be reported as damage. */
  #beginRefsOfOldStore(): void {
    const { isOld, value } = this.#store.currentRefs()
    if (!isOld || value.head !== null) return
    beginRefs(this.#store.dir, value)
    this.#store.keepRecords()
  }

  /**
   * Makes the refs what they are to be, whatever they are now. A crash leaves them as damaged, or as sound, as they were:
   * `sound` is the state of refs that can be read.
   */
  replaceRefs(refs: Refs, before: RefsState, sound: RefsState | undefined, why: ChangeOfRefs): void {
    const { refsFile, checkFile } = this.#store
    const next = this.#next(before, wholeChange(refs), refs, true, why)
    const stands = sound ?? before
    writeRefsCheck(checkFile, { seq: stands.seq, record: stands.record, refs: stands.refs }, next.state)
    this.#seal(next)
    replaceFile(refsFile, next.text)
    writeRefsCheck(checkFile, next.state)
    if (!this.#store.keepsRecords) this.#store.keepRecords()
  }

  /** The refs after a change, and the record of it: its number is greater than that of any other, also of those that runs that were interrupted have left. */
  #next(
    before: RefsState,
    change: RefsChange,
    refs: Refs,
    isToBeWhole: boolean,
    why: ChangeOfRefs,
  ): NextRefs {
    const { format, catalog } = this.#store
    const text = refsText(refs)
    const seq = Math.max(before.seq, catalog.newestRecord()) + 1
    const whole = isToBeWhole || hasPowerOfTwo(before.seq, seq)
    const record = recordText({
      record: 1,
      seq,
      before: before.record,
      whole,
      ...(whole ? wholeChange(refs) : change),
      refs: digestOf(text),
      ...why,
      announced: true,
      store: { id: format.id, chunkerSeed: format.chunkerSeed },
    })
    return { text, record, state: { seq, record: digestOf(record), refs: digestOf(text) } }
  }

  /** Puts a record on the disk, in the pack of what the new refs are to name. */
  #seal({ record, state }: NextRefs): void {
    const { catalog, packsFolder } = this.#store
    const parts = this.#trees.finish(state.record, Buffer.from(record))
    const names = parts.map(({ file }) => sealPack(file, packsFolder))
    catalog.writing(() => {
      parts.forEach(({ file, frames }, i) => {
        this.#frames.set(file, [...frames])
        this.sealed(file, names[i] as Digest) // as many as parts
      })
      catalog.addRecord(state.seq, state.record)
    })
  }

  /**
   * Replaces the refs by those that a sealed record has made: the only moment at which a version begins to exist. What
   * is beside them names both before and after, so that neither is ever reported as damage. `then` is done in between.
   */
  #publish({ text, state }: NextRefs, then: () => void = () => undefined): void {
    const { refsFile, checkFile } = this.#store
    if (!this.#store.keepsRecords) this.#store.keepRecords()
    replaceFile(refsFile, text)
    then()
    writeRefsCheck(checkFile, state)
  }

  /** Says whether the refs are those: not where they cannot be read, of which the failure of writing them says more. */
  #isMade({ refs }: RefsState): boolean {
    try {
      return this.#store.currentRefs().refs === refs
    } catch {
      return false
    }
  }
}

/** Refs to be. */
interface NextRefs {
  readonly text: string
  /** The text of their record. */
  readonly record: string
  readonly state: RefsState & { readonly record: Digest }
}

/** So often has a record all names: to bring the refs back the records after one such are read, and all take no more room than the names. */
function hasPowerOfTwo(after: number, to: number): boolean {
  return Math.floor(Math.log2(to)) > Math.floor(Math.log2(after))
}

/** Only who holds the lock makes packs. */
const PACK = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.pack$/

/** Makes packs of the files that a killed run left in `tmp`, as far as they are whole, and removes what else was left behind. */
function recover(store: Store): void {
  const entries = readdirSync(store.temporaryFolder, { withFileTypes: true })
  for (const entry of entries) {
    if (!PACK.test(entry.name)) continue
    const file = join(store.temporaryFolder, entry.name)
    if (entry.isFile() && salvage(file)) {
      indexPack(store.catalog, store.packsFolder, sealPack(file, store.packsFolder), store.format.id)
    } else {
      rmSync(file, { recursive: true, force: true })
    }
  }
  removeLeftBehind(
    store.temporaryFolder,
    entries.map(({ name }) => name),
  )
  removeScratchStores(store.dir)
}

import { createHash } from 'node:crypto'
import type { Commit } from '../model/commit.ts'
import type { Digest } from '../model/digest.ts'
import { entryLine, originLine, parseEntry, parseOrigin, pathOfLine, type Entry } from '../model/entry.ts'
import { isCorrupt, messageOf } from '../runtime/errors.ts'
import { LargeMap } from '../runtime/large-map.ts'
import { LargeSet } from '../runtime/large-set.ts'
import { parseDeclared } from '../model/parse-declared.ts'
import { having, isText, listOf } from '../model/shape.ts'
import type { Json } from '../model/canonical-json.ts'
import { parseNode, type Child, type Expected, type TreeNode } from '../model/tree-node.ts'
import { checkedObjects, eachRow, FrameKind } from './frame.ts'
import { checkRefs, type CheckedRefs, type UnreachedCommit } from './fsck-refs.ts'
import { notSound, sizeMismatch } from './entry-content.ts'
import { isUnfit } from './open-index.ts'
import { packFile, readPack } from './pack.ts'
import { readSound } from './read-sound.ts'
import { secretKeyProblem } from './secret-key.ts'
import type { StoreProblem, Touch } from './store-problem.ts'
import type { Store } from './store.ts'

export interface FsckReport {
  readonly level: 'quick' | 'full'
  readonly versions: number
  /** Entries of all versions together. */
  readonly entries: number
  readonly objects: number
  readonly packs: number
  readonly packBytes: number
  readonly problems: readonly StoreProblem[]
  /** Rests of runs that were cut short: no damage, and no version. */
  readonly unreached: readonly UnreachedCommit[]
}

/** A version and the name people know it by. */
interface NamedCommit {
  readonly name: string
  readonly commit: Commit
}

/**
 * Checks a store. Quick: refs, commits and every tree node are read and hashed, every content that a version names has
 * its place in a pack that is there and long enough. Full: every byte of every pack besides.
 */
export function fsck(
  store: Store,
  full: boolean,
  onProgress: (done: number, of: number) => void,
): FsckReport {
  try {
    return check(store, full, onProgress)
  } catch (error) {
    if (!isUnfit(error)) throw error
    const message = `the index is damaged (${messageOf(error)}), so that nothing else can be checked: 'jsnap fsck --repair' rebuilds it`
    const nothing = { versions: 0, entries: 0, objects: 0, packs: 0, packBytes: 0, unreached: [] }
    return { level: full ? 'full' : 'quick', ...nothing, problems: [{ code: 'Index', message }] }
  }
}

function check(store: Store, full: boolean, onProgress: (done: number, of: number) => void): FsckReport {
  const problems: StoreProblem[] = []
  for (const text of store.catalog.selfCheck())
    problems.push({ code: 'Index', message: `the index says: ${text}` })
  const damaged = checkPacks(store, full, problems, onProgress)
  const refs = checkRefs(store)
  problems.push(...refs.problems)
  const commits = readVersions(store, refs, problems)
  const marked = commits.find(({ commit }) => commit.secrets !== undefined)
  if (marked !== undefined) problems.push(...checkKey(store, marked))
  const contents = new Contents(store, damaged, full)
  const { entries, lost } = walkAll(store, commits, contents)
  if (lost) problems.push(...touched(store, commits, contents))
  return {
    level: full ? 'full' : 'quick',
    versions: commits.length,
    entries,
    ...store.catalog.counts(),
    problems,
    unreached: refs.unreached,
  }
}

/** Every version that a ref leads to, newest first. */
function readVersions(
  store: Store,
  { starts, nameOf }: CheckedRefs,
  problems: StoreProblem[],
): NamedCommit[] {
  const commits = new Map<Digest, NamedCommit>()
  const lost = new Set<Digest>()
  for (const start of starts) {
    let id: Digest | null = start
    while (id !== null && !commits.has(id) && !lost.has(id)) {
      const name = nameOf.get(id) ?? id.slice(0, 12)
      const commit = tryCommit(store, id, name, problems)
      if (commit === undefined) {
        lost.add(id)
        break
      }
      commits.set(id, { name, commit })
      id = commit.parent
    }
  }
  return [...commits.values()]
}

/** The key of the markers is in no pack: what is lost of it is lost. */
function checkKey(store: Store, { name, commit }: NamedCommit): StoreProblem[] {
  const problem = secretKeyProblem(store.dir, commit.secrets)
  // Who may not read it can read all else of the store.
  if (problem === undefined || problem.kind === 'unreadable') return []
  const message = `secret.key, which the secret values of version ${name} are marked with, ${problem.text}: put a copy of it back, or a commit begins with another key`
  return [{ code: 'SecretKey', message }]
}

function tryCommit(store: Store, id: Digest, name: string, problems: StoreProblem[]): Commit | undefined {
  return readSound(
    () => store.readCommit(id),
    (error) => {
      const message = `version ${name} cannot be read: ${error.message}`
      problems.push({ code: 'MissingCommit', message, sha256: id })
    },
  )
}

/** Checks that the packs are there; in full, every object in them. Returns the objects that are damaged. */
function checkPacks(
  store: Store,
  full: boolean,
  problems: StoreProblem[],
  onProgress: (done: number, of: number) => void,
): LargeSet {
  const damaged = new LargeSet()
  const sizes = new Map<Digest, number>()
  const packs = [...store.catalog.packs()]
  packs.forEach(([pack, size], i) => {
    onProgress(i, packs.length)
    const found = store.packSize(pack)
    sizes.set(pack, found ?? 0)
    if (found === undefined) problems.push({ code: 'MissingPack', message: `pack ${pack} is missing`, pack })
    else if (full) problems.push(...checkPack(store, pack, damaged))
    else if (found !== size) {
      const message = `pack ${pack} has ${found} bytes, and should have ${size}`
      problems.push({ code: 'DamagedPack', message, pack })
    }
  })
  for (const { sha256, pack, frame } of store.catalog.objects()) {
    if (frame >= (sizes.get(pack) ?? 0)) damaged.add(sha256)
  }
  return damaged
}

function checkPack(store: Store, pack: Digest, damaged: LargeSet): StoreProblem[] {
  const { frames, sha256 } = readPack(packFile(store.packsFolder, pack))
  const problems: StoreProblem[] = []
  const sound = new Set<Digest>()
  for (const found of frames) {
    if ('error' in found) {
      const message = `pack ${pack} is damaged at byte ${found.offset}: ${found.error}`
      problems.push({ code: 'DamagedPack', message, pack, offset: found.offset })
      continue
    }
    const objects = checkedObjects(found.head, found.payload)
    for (const { sha256 } of objects.sound) sound.add(sha256)
    for (const { sha256 } of objects.damaged) {
      const message = `object ${sha256} in pack ${pack} does not match its SHA-256`
      problems.push({ code: 'DamagedPack', message, pack, offset: found.offset, sha256 })
    }
  }
  for (const object of store.catalog.objectsIn(pack)) if (!sound.has(object)) damaged.add(object)
  if (problems.length === 0 && sha256() !== pack) {
    problems.push({ code: 'DamagedPack', message: `pack ${pack} does not match its name`, pack, offset: 0 })
  }
  return problems
}

/** Says of each content whether it can be had whole. */
class Contents {
  readonly #store: Store
  readonly #damaged: LargeSet
  readonly #full: boolean
  /** What is wrong with contents, and those with which nothing is. */
  readonly #wrong = new LargeMap<string>()
  readonly #sound = new LargeSet()

  constructor(store: Store, damaged: LargeSet, full: boolean) {
    this.#store = store
    this.#damaged = damaged
    this.#full = full
  }

  /** What is wrong with a content, or undefined. */
  wrongWith(sha256: Digest): string | undefined {
    if (this.#sound.has(sha256)) return undefined
    const known = this.#wrong.get(sha256)
    if (known !== undefined) return known
    const wrong = this.#examine(sha256)
    if (wrong === undefined) this.#sound.add(sha256)
    else this.#wrong.set(sha256, wrong)
    return wrong
  }

  /** What is wrong with an entry: with its content, or that it says another size. */
  wrongWithEntry(entry: Entry): string | undefined {
    const { sha256, size } = entry
    if (sha256 === null) return undefined
    const wrong = this.wrongWith(sha256)
    if (wrong !== undefined) return wrong
    const length = this.#store.contentLength(sha256)
    return length === size ? undefined : sizeMismatch(entry, length)
  }

  #examine(sha256: Digest): string | undefined {
    if (this.#damaged.has(sha256)) return 'is damaged'
    const location = this.#store.catalog.locate(sha256)
    if (location === undefined) return 'is in no pack'
    if (location.kind !== FrameKind.chunks) return undefined
    try {
      const list = this.#store.readChunkList(location)
      const seen = new LargeSet()
      for (const { sha256 } of eachRow(list)) {
        if (seen.has(sha256)) continue
        seen.add(sha256)
        if (this.#damaged.has(sha256)) return 'has a damaged chunk'
        if (!this.#store.catalog.has(sha256)) return 'has a chunk that is in no pack'
      }
      return this.#full && !this.#isWhole(sha256) ? 'is not what its chunks make' : undefined
    } catch (error) {
      if (!isCorrupt(error)) throw error
      return `cannot be read: ${error.message}`
    }
  }

  #isWhole(sha256: Digest): boolean {
    const whole = createHash('sha256')
    for (const piece of this.#store.streamContent(sha256)) whole.update(piece)
    return whole.digest('hex') === sha256
  }
}

/** Goes once through every node that any version has. */
function walkAll(
  store: Store,
  commits: readonly NamedCommit[],
  contents: Contents,
): { entries: number; lost: boolean } {
  const seen = { tree: new LargeMap<number>(), origins: new LargeMap<number>() }
  let lost = false
  const visit = (id: Digest, tree: 'tree' | 'origins', child?: Child, level?: number): number => {
    // What a parent says of a node is to be true of it each time.
    const name = `${id} ${level ?? ''} ${child?.last ?? ''}`
    const known = seen[tree].get(name)
    if (known !== undefined) {
      if (child !== undefined && child.count !== known) lost = true
      return known
    }
    let count = 0
    const node = tryNode(store, id, expectedOf(child, level))
    if ('error' in node) lost = true
    else if (node.level > 0)
      for (const child of node.children) count += visit(child.node, tree, child, node.level - 1)
    else {
      count = node.lines.length
      const wrongWith = (line: string) =>
        tree === 'tree' ? wrongWithLine(line, contents) : wrongWithOrigin(line)
      if (node.lines.some((line) => wrongWith(line) !== undefined)) lost = true
    }
    if (child !== undefined && child.count !== count) lost = true
    seen[tree].set(name, count)
    return count
  }
  let entries = 0
  for (const { commit } of commits) {
    entries += visit(commit.tree, 'tree')
    visit(commit.origins, 'origins')
    const isWrong = (beside: Beside) =>
      (contents.wrongWith(beside.sha256) ?? wrongWithBeside(store, beside)) !== undefined
    if (besideTrees(commit).some(isWrong)) lost = true
  }
  return { entries, lost }
}

function expectedOf(child: Child | undefined, level: number | undefined): Expected | undefined {
  return child === undefined || level === undefined ? undefined : { level, last: child.last }
}

/** What is wrong with the entry of a line, or with the line. */
function wrongWithLine(line: string, contents: Contents): string | undefined {
  const entry = tryEntry(line)
  return 'error' in entry ? entry.error : contents.wrongWithEntry(entry)
}

function tryEntry(line: string): Entry | { readonly error: string } {
  return tryRead(() => {
    const entry = parseEntry(line)
    checkWritten(line, entryLine(entry))
    return entry
  })
}

/** What is wrong with a line of an origins tree. */
function wrongWithOrigin(line: string): string | undefined {
  const origin = tryRead(() => {
    checkWritten(line, originLine(pathOfLine(line), parseOrigin(line)))
    return {}
  })
  return 'error' in origin ? origin.error : undefined
}

/** A member twice, or what no writer makes, is read in one way by one reader and otherwise by another. */
function checkWritten(line: string, canonical: string): void {
  if (line !== canonical) throw notSound(`the line ${JSON.stringify(line.slice(0, 80))} is no canonical JSON`)
}

function tryRead<T extends object>(read: () => T): T | { readonly error: string } {
  let error = ''
  return readSound(read, ({ message }) => (error = message)) ?? { error }
}

/** A content of a version that is in none of its trees. */
interface Beside {
  readonly sha256: Digest
  /** What it is to be, for people. */
  readonly what: string
  /** Says whether it is. */
  readonly isSound: (bytes: Buffer) => boolean
}

function besideTrees({ listing, secrets, scope }: Commit): Beside[] {
  const besides: Beside[] = []
  const add = (sha256: Digest | null | undefined, what: string, isSound: Beside['isSound']) => {
    if (sha256 !== undefined && sha256 !== null) besides.push({ sha256, what, isSound })
  }
  const isListOf = (name: string) => (bytes: Buffer) => LIST_IN(name)(JSON.parse(bytes.toString()) as Json)
  add(listing, 'a list of what the lists said', isListOf('listed'))
  add(secrets?.names, 'a list of its secret values', isListOf('secrets'))
  add(secrets?.sealed, 'an age file of its sealed values', (bytes) =>
    bytes.subarray(0, AGE.length).equals(AGE),
  )
  for (const [source, sha256] of Object.entries(scope?.declarations ?? {}))
    add(sha256, `the declaration of ${source}`, isDeclaration)
  return besides
}

/** How a file of age begins. */
const AGE = Buffer.from('age-encryption.org/')
const LIST_IN = (name: string) => having({ [name]: listOf(having({ path: isText })) })

function isDeclaration(bytes: Buffer): boolean {
  return parseDeclared(JSON.parse(bytes.toString()) as Json) !== undefined
}

/** What is wrong with such a content, all of whose bytes are there. */
function wrongWithBeside(store: Store, { sha256, what, isSound }: Beside): string | undefined {
  const bytes = tryRead(() => store.readContent(sha256))
  if ('error' in bytes) return `cannot be read: ${bytes.error}`
  try {
    return isSound(bytes) ? undefined : `is not ${what}`
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return `is not ${what}: it is no JSON`
  }
}

function tryNode(store: Store, id: Digest, expected?: Expected): TreeNode | { readonly error: string } {
  return tryRead(() => parseNode(id, store.readNode(id), expected))
}

/** Goes through each version by itself and names what is lost of it. */
function touched(store: Store, commits: readonly NamedCommit[], contents: Contents): StoreProblem[] {
  const byObject = new Map<Digest, { code: StoreProblem['code']; what: string; touches: Touch[] }>()
  const note = (sha256: Digest, code: StoreProblem['code'], what: string, touch: Touch) => {
    const known = byObject.get(sha256)
    if (known === undefined) byObject.set(sha256, { code, what, touches: [touch] })
    else known.touches.push(touch)
  }
  const noteEntry = (entry: Entry, sha256: Digest, version: string) => {
    const touch = { version, path: entry.path }
    const lost = contents.wrongWith(sha256)
    if (lost !== undefined) noteLost(sha256, lost, touch)
    else {
      const wrong = contents.wrongWithEntry(entry)
      if (wrong !== undefined) note(sha256, 'WrongSize', wrong, touch)
    }
  }
  const noteLost = (sha256: Digest, what: string, touch: Touch) =>
    note(sha256, what.includes('in no pack') ? 'MissingContent' : 'DamagedContent', what, touch)
  const visit = (version: string, id: Digest, tree: string, child?: Child, level?: number): number => {
    const node = tryNode(store, id, expectedOf(child, level))
    const touch = { version, path: child?.last ?? '' }
    if ('error' in node) {
      note(id, 'MissingNode', `of the ${tree} cannot be read: ${node.error}`, touch)
      return child?.count ?? 0
    }
    let count = node.lines.length
    if (node.level > 0) {
      count = 0
      for (const child of node.children) count += visit(version, child.node, tree, child, node.level - 1)
    } else if (tree === 'tree') {
      for (const line of node.lines) {
        const entry = tryEntry(line)
        if ('error' in entry) note(id, 'MissingNode', `of the ${tree} is damaged: ${entry.error}`, touch)
        else if (entry.sha256 !== null) noteEntry(entry, entry.sha256, version)
      }
    } else {
      const wrong = node.lines.map(wrongWithOrigin).find((what) => what !== undefined)
      if (wrong !== undefined) note(id, 'MissingNode', `of the ${tree} is damaged: ${wrong}`, touch)
    }
    if (child !== undefined && child.count !== count)
      note(id, 'MissingNode', `of the ${tree} has ${count} paths, and its parent says ${child.count}`, touch)
    return count
  }
  for (const { name, commit } of commits) {
    visit(name, commit.tree, 'tree')
    visit(name, commit.origins, 'origins tree')
    for (const beside of besideTrees(commit)) {
      const { sha256, what } = beside
      const touch = { version: name, path: what }
      const lost = contents.wrongWith(sha256)
      const wrong = lost ?? wrongWithBeside(store, beside)
      if (lost !== undefined) noteLost(sha256, lost, touch)
      else if (wrong !== undefined) note(sha256, 'WrongContent', wrong, touch)
    }
  }
  return [...byObject].map(([sha256, { code, what, touches }]) => ({
    code,
    message:
      code === 'WrongSize' ? what : `${code === 'MissingNode' ? 'tree node' : 'content'} ${sha256} ${what}`,
    sha256,
    touches,
  }))
}

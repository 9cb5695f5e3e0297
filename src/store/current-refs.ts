import { digestOf, type Digest } from '../model/digest.ts'
import { JsnapError } from '../runtime/errors.ts'
import { FEW_LINES, readPlainFileIfThere } from './plain-file.ts'
import { parseRefsCheck, type RefsCheck, type RefsState } from './refs-check.ts'
import { goesOnFrom } from './refs-history.ts'
import type { RefsRecord } from './refs-record.ts'
import { parseRefs, REFS_HINT, type Refs } from './refs.ts'

/** Of a million versions, it is some 70 MiB. */
const LARGEST_REFS = 256 * 1024 * 1024

/** Where the refs stand. */
export interface RefsFiles {
  readonly refsFile: string
  readonly checkFile: string
  /** Both files have been there from the beginning; stores of older versions have no check, and no refs before the first commit. */
  readonly keepsRecords: boolean
  /** The number of the last record in the packs. */
  newestRecord(): number
  /** The records with a greater number, the greatest first. */
  recordsAfter(seq: number): readonly { readonly seq: number; readonly id: Digest }[]
  /** A record, or undefined where it is lost. */
  readRecord(id: Digest): RefsRecord | undefined
  /** Says whether that record can be what a run of an older jsnap left that was interrupted, which does not announce it. */
  isRestOfOlder(): boolean
}

/** The refs as they are, with the state that they are checked against. */
export interface CurrentRefs extends RefsState {
  readonly value: Refs
  /** The run that made them was interrupted before it could say so. */
  readonly isUnsaid: boolean
  /** No jsnap that keeps records has written to the store. */
  readonly isOld: boolean
  /** What is beside them. */
  readonly check: RefsCheck
}

/** Refs that are not what the check says of them. */
export interface UnequalRefs {
  readonly value: Refs
  readonly state: RefsState
}

/**
 * Reads the refs, and compares them with what is beside them: both of the same moment, however busy a writer is; and
 * with the packs, which a copy of both files that is older has less than.
 * `explain` says more of refs that are intact in themselves and not what they should be.
 * @throws JsnapError Corrupt
 */
export function currentRefs(files: RefsFiles, explain: (unequal: UnequalRefs) => string): CurrentRefs {
  const { refsFile, checkFile } = files
  let check = readText(checkFile, FEW_LINES)
  for (let behind: string | undefined; ;) {
    const text = readRefsText(refsFile)
    const after = readText(checkFile, FEW_LINES)
    if (check === after) {
      const current = checked(text, check, files, explain)
      const newest = newerRecord(current, current.check, files)
      if (newest === undefined) return current
      // A commit may have ended between the look at the refs and the one at the packs.
      const all = JSON.stringify([text, check])
      if (all === behind) throw older(refsFile, current.seq, newest)
      behind = all
    }
    check = after
  }
}

/**
 * The last number that this store has given to a record, also to one that is left over from an interrupted run: that
 * says beforehand which record it is going to write. An older jsnap did so afterwards, left a journal, and did not say of
 * the record that it was announced.
 */
export function lastGiven({ state, next }: RefsCheck, files: RefsFiles): number {
  if (next !== undefined) return next.seq
  const newest = files.newestRecord()
  return newest === state.seq + 1 && files.isRestOfOlder() ? newest : state.seq
}

/** A record that the refs should have been changed by. */
export interface NewerRecord {
  readonly seq: number
  /** It continues from what made the refs; otherwise nobody knows. */
  readonly isFollowed: boolean
}

/**
 * The record in the packs that the refs should have been changed by: it is newer than all that is beside
 * them. One that does not continue from what `made` them is of a copy of the store; of one that cannot be followed back,
 * because a record between is lost or the one that made them is, that is not known.
 */
export function newerRecord(made: RefsState, check: RefsCheck, files: RefsFiles): NewerRecord | undefined {
  const later = files.recordsAfter(lastGiven(check, files))
  if (later.length === 0) return undefined
  const isLost = made.record !== null && files.readRecord(made.record) === undefined
  for (const { seq, id } of later) {
    const goesOn = goesOnFrom(files, id, made)
    if (isLost || goesOn !== false) return { seq, isFollowed: goesOn === true }
  }
  return undefined
}

function older(refsFile: string, seq: number, newest: NewerRecord): JsnapError {
  const what = newest.isFollowed
    ? 'it is an older copy, and newer versions are missing'
    : 'it may be an older copy, or the record belongs to another copy of the store; the record that would decide it is lost'
  const message = `${refsFile} matches record ${seq}, and there is a newer record ${newest.seq}: ${what}`
  return new JsnapError('Corrupt', message, { hint: REFS_HINT })
}

const NO_CHECK = { seq: 0, record: null }

function checked(
  text: string | undefined,
  check: string | undefined,
  { refsFile, checkFile, keepsRecords }: RefsFiles,
  explain: (unequal: UnequalRefs) => string,
): CurrentRefs {
  if (check === undefined) {
    if (keepsRecords)
      throw damaged(text === undefined ? `${refsFile} and ${checkFile} are` : `${checkFile} is`)
    const value = parseRefs(text ?? '', refsFile)
    const state = { ...NO_CHECK, refs: digestOf(text ?? '') }
    return { ...state, check: { state, next: undefined }, value, isUnsaid: false, isOld: true }
  }
  const { state, next } = parseRefsCheck(check, checkFile)
  if (text === undefined) throw damaged(`${refsFile} is`)
  const value = parseRefs(text, refsFile)
  const refs: Digest = digestOf(text)
  const about = { check: { state, next }, value, isOld: false }
  if (refs === next?.refs) return { ...next, ...about, isUnsaid: true }
  if (refs === state.refs) return { ...state, ...about, isUnsaid: false }
  throw new JsnapError('Corrupt', `${refsFile} is not what was last written: ${explain({ value, state })}`, {
    hint: REFS_HINT,
  })
}

function damaged(what: string): JsnapError {
  return new JsnapError('Corrupt', `${what} missing`, { hint: REFS_HINT })
}

/** The text of the file of refs, or undefined where there is none. */
export function readRefsText(refsFile: string): string | undefined {
  return readText(refsFile, LARGEST_REFS)
}

function readText(file: string, most: number): string | undefined {
  return readPlainFileIfThere(file, most)?.toString()
}

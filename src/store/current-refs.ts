import { digestOf, type Digest } from '../model/digest.ts'
import { codeOf, JsnapError } from '../model/errors.ts'
import { FEW_LINES, readPlainFile } from './plain-file.ts'
import { parseRefsCheck, type RefsState } from './refs-check.ts'
import { parseRefs, REFS_HINT, type Refs } from './refs.ts'

/** Of a million versions, it is some 70 MiB. */
export const LARGEST_REFS = 256 * 1024 * 1024

/** Where the refs stand. */
export interface RefsFiles {
  readonly refsFile: string
  readonly checkFile: string
  /** Both files have been there from the beginning; stores of older versions have no check, and no refs before the first commit. */
  readonly keepsRecords: boolean
}

export interface CurrentRefs extends RefsState {
  readonly value: Refs
  /** The run that made them was cut short before it could say so. */
  readonly isUnsaid: boolean
  /** No jsnap that keeps records has written to the store. */
  readonly isOld: boolean
}

/** Refs that are not what the check says of them. */
export interface UnequalRefs {
  readonly value: Refs
  readonly state: RefsState
}

/**
 * Reads the refs, and compares them with what stands beside them: both of the same moment, however busy a writer is.
 * `explain` says more of refs that are sound in themselves and not what they should be.
 * @throws JsnapError Corrupt
 */
export function currentRefs(files: RefsFiles, explain: (unequal: UnequalRefs) => string): CurrentRefs {
  const { refsFile, checkFile } = files
  let check = readIfThere(checkFile, FEW_LINES)
  for (;;) {
    const text = readIfThere(refsFile, LARGEST_REFS)
    const after = readIfThere(checkFile, FEW_LINES)
    if (check === after) return checked(text, check, files, explain)
    check = after
  }
}

function checked(
  text: string | undefined,
  check: string | undefined,
  { refsFile, checkFile, keepsRecords }: RefsFiles,
  explain: (unequal: UnequalRefs) => string,
): CurrentRefs {
  if (check === undefined) {
    if (keepsRecords)
      throw damaged(text === undefined ? `${refsFile} and ${checkFile} are` : `${checkFile} is`)
    const refs = digestOf(text ?? '')
    return {
      value: parseRefs(text ?? '', refsFile),
      seq: 0,
      record: null,
      refs,
      isUnsaid: false,
      isOld: true,
    }
  }
  const { state, next } = parseRefsCheck(check, checkFile)
  if (text === undefined) throw damaged(`${refsFile} is`)
  const value = parseRefs(text, refsFile)
  const refs: Digest = digestOf(text)
  if (refs === next?.refs) return { ...next, value, isUnsaid: true, isOld: false }
  if (refs === state.refs) return { ...state, value, isUnsaid: false, isOld: false }
  throw new JsnapError('Corrupt', `${refsFile} is not what was written last: ${explain({ value, state })}`, {
    hint: REFS_HINT,
  })
}

function damaged(what: string): JsnapError {
  return new JsnapError('Corrupt', `${what} missing`, { hint: REFS_HINT })
}

function readIfThere(file: string, most: number): string | undefined {
  try {
    return readPlainFile(file, most).toString()
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    return undefined
  }
}

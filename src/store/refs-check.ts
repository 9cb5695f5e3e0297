import { crc32 } from 'node:zlib'
import { isDigest, type Digest } from '../model/digest.ts'
import { JsnapError } from '../runtime/errors.ts'
import { replaceFile } from './durable-file.ts'
import { FEW_LINES, readPlainFileIfThere } from './plain-file.ts'
import { readSound } from './read-sound.ts'
import { REFS_HINT } from './refs.ts'

/** The refs at one time: the number and id of the record that made them, and the SHA-256 of the file. */
export interface RefsState {
  readonly seq: number
  /** None before the first. */
  readonly record: Digest | null
  readonly refs: Digest
}

/** What is beside the refs: which state they are in and, while they are changed, the one that they are to have. */
export interface RefsCheck {
  readonly state: RefsState
  readonly next: RefsState | undefined
}

const NONE = '0'.repeat(64)

/** What a file of that text says. @throws JsnapError Corrupt */
export function parseRefsCheck(text: string, file: string): RefsCheck {
  const lines = text.split('\n')
  const [end, crc] = [lines.pop(), lines.pop()]
  const [state, next, ...others] = lines.map(parseState)
  if (end !== '' || crc !== crcOf(lines) || state === undefined || others.length > 0) {
    throw new JsnapError('Corrupt', `${file} is damaged`, { hint: REFS_HINT })
  }
  return { state, next }
}

/** What the file says, or undefined where it is not there or damaged. */
export function readCheck(file: string): RefsCheck | undefined {
  const text = readPlainFileIfThere(file, FEW_LINES)?.toString()
  return text === undefined ? undefined : readSound(() => parseRefsCheck(text, file))
}

/** Replaces the file. */
export function writeRefsCheck(file: string, state: RefsState, next?: RefsState): void {
  const lines = (next === undefined ? [state] : [state, next]).map(
    ({ seq, record, refs }) => `${seq} ${record ?? NONE} ${refs}`,
  )
  replaceFile(file, [...lines, crcOf(lines), ''].join('\n'))
}

function parseState(line: string): RefsState | undefined {
  const [seq = '', record, refs, ...others] = line.split(' ')
  if (!/^\d{1,15}$/.test(seq) || !isDigest(record) || !isDigest(refs) || others.length > 0) return undefined
  return { seq: Number(seq), record: record === NONE ? null : record, refs }
}

function crcOf(lines: readonly string[]): string {
  return crc32(lines.map((line) => `${line}\n`).join(''))
    .toString(16)
    .padStart(8, '0')
}

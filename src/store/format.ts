import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { codeOf, JsnapError } from '../runtime/errors.ts'
import { replaceFile } from './durable-file.ts'
import { packNamesIn } from './pack-names.ts'
import { FEW_LINES, readPlainFile } from './plain-file.ts'

/** What `format.json` of a store says. Written once, when the store is made. */
export interface Format {
  readonly format: 'jsnap-store'
  readonly version: 1
  /** Random, so that two stores can be distinguished. */
  readonly id: string
  /** Seeds the chunker's table; needed only to write. */
  readonly chunkerSeed: string
  /** Every change of the refs is a record in a pack, and `refs` and `refs.check` must exist. A store from before records gains it with the first change of its refs. */
  readonly records?: true
}

/** The format of a new store. */
export function newFormat(): Format {
  return {
    format: 'jsnap-store',
    version: 1,
    id: randomBytes(16).toString('hex'),
    chunkerSeed: randomBytes(16).toString('hex'),
    records: true,
  }
}

/** Writes `format.json`. */
export function writeFormat(dir: string, format: Format): void {
  replaceFile(join(dir, 'format.json'), JSON.stringify(format, null, 2) + '\n')
}

/** @throws JsnapError NoStore, Corrupt, UnsupportedFormat */
export function readFormat(dir: string): Format {
  const file = join(dir, 'format.json')
  let text: string
  try {
    text = readPlainFile(file, FEW_LINES).toString()
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR') throw error
    if (packNamesIn(join(dir, 'packs')).length > 0) throw damaged(`${file} is missing`)
    throw new JsnapError('NoStore', `no jsnap store at ${dir}`, {
      hint: "run 'jsnap init', or name the store with --store DIR or JSNAP_STORE",
    })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw damaged(`${file} is not JSON`, error)
  }
  const format = value as Partial<Record<keyof Format, unknown>> | null
  if (
    format?.format !== 'jsnap-store' ||
    typeof format.id !== 'string' ||
    typeof format.chunkerSeed !== 'string'
  ) {
    throw damaged(`${file} does not describe a jsnap store`)
  }
  const { version } = format
  if (!Number.isSafeInteger(version) || Number(version) < 1)
    throw damaged(`${file} has no format number, but ${JSON.stringify(version)}`)
  if (version !== 1) {
    throw new JsnapError('UnsupportedFormat', `store has format ${Number(version)}, this jsnap reads 1`, {
      hint: `use a newer jsnap; if none ever wrote to the store, ${file} is damaged: restore it from a copy, or set its format to 1`,
    })
  }
  return value as Format
}

function damaged(message: string, cause?: unknown): JsnapError {
  return new JsnapError('Corrupt', message, { hint: "'jsnap fsck --repair' restores it", cause })
}

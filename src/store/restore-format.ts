import { join } from 'node:path'
import { digestOf } from '../model/digest.ts'
import { isCorrupt } from '../runtime/errors.ts'
import { readRefsText, type RefsFiles } from './current-refs.ts'
import { lstatSync } from './disk.ts'
import { checkedObjects } from './frame.ts'
import { newFormat, readFormat, writeFormat, type Format } from './format.ts'
import { keepAside } from './keep-aside.ts'
import { Lock } from './lock.ts'
import { packFile, readPack } from './pack.ts'
import { checkStoreFolder, FEW_LINES, readPlainFile } from './plain-file.ts'
import { packNamesIn } from './pack-names.ts'
import { readCheck } from './refs-check.ts'
import { recordIn, type RefsRecord } from './refs-record.ts'
import { refsFilesOf } from './store.ts'

/**
 * Writes `format.json` again when it is lost or damaged, as the newest record of the refs has it; a store from before
 * records gets a new id. Returns what was done, or undefined when there was nothing to do.
 * @throws JsnapError NoStore, UnsupportedFormat, Locked, Corrupt when something is in the store that jsnap never puts
 * there
 */
export function restoreFormat(dir: string): string | undefined {
  const file = join(dir, 'format.json')
  if (isSound(dir)) return undefined
  // What is in its place may be somebody's trap; it is not moved aside.
  if (isThere(dir)) checkStoreFolder(dir)
  if (isThere(file)) readPlainFile(file, FEW_LINES)
  const lock = Lock.acquire(join(dir, 'lock'))
  try {
    const record = newestOwn(refsFilesOf(dir), recordsIn(join(dir, 'packs')))
    const aside = isThere(file) ? `, and kept the damaged one as ${keepAside(file)}` : ''
    const { records, ...made } = newFormat()
    const keepsRecords = record !== undefined || isThere(join(dir, 'refs.check'))
    const format: Format = { ...made, ...record?.store, ...(keepsRecords ? { records } : {}) }
    writeFormat(dir, format)
    const what =
      record === undefined ? 'with a new id, since no record has the old one' : `from record ${record.seq}`
    return `restored format.json ${what}${aside}`
  } finally {
    lock.release()
  }
}

function isSound(dir: string): boolean {
  try {
    readFormat(dir)
    return true
  } catch (error) {
    if (isCorrupt(error)) return false
    throw error
  }
}

/**
 * The newest record that is the store's own, since packs of another store may lie here as well: of the store whose record
 * made the refs, or else of that with this id.
 */
export function newestOwn(
  { refsFile, checkFile }: Pick<RefsFiles, 'refsFile' | 'checkFile'>,
  records: readonly RefsRecord[],
  id?: string,
): RefsRecord | undefined {
  const check = readCheck(checkFile)
  const made = new Set([check?.next?.refs, check?.state.refs, digestOf(readRefsText(refsFile) ?? '')])
  const newestFirst = records.toSorted((a, b) => b.seq - a.seq)
  const own = newestFirst.find(({ refs }) => made.has(refs))?.store.id ?? id
  return newestFirst.find(({ store }) => store.id === own) ?? newestFirst[0]
}

function recordsIn(packsFolder: string): RefsRecord[] {
  const records: RefsRecord[] = []
  for (const name of packNamesIn(packsFolder)) {
    for (const found of readPack(packFile(packsFolder, name)).frames) {
      if ('error' in found) continue
      const { head, payload } = found
      for (const { offset, length } of checkedObjects(head, payload).sound) {
        const record = recordIn(head.kind, payload.subarray(offset, offset + length))
        if (record !== undefined) records.push(record)
      }
    }
  }
  return records
}

function isThere(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined
}

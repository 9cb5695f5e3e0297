import { digestOf, type Digest } from '../model/digest.ts'
import { JsnapError } from '../runtime/errors.ts'
import type { RefsState } from './refs-check.ts'
import { changedRefs, parseRecord, type RefsRecord } from './refs-record.ts'
import { refsText, type Refs } from './refs.ts'

/** What reading records needs of a store. */
export interface RecordReader {
  /** Verified bytes. */
  readContent(id: Digest): Buffer
}

/** A record and those before it, newest first. @throws JsnapError Corrupt when one of them is lost */
export function* recordsFrom(
  store: RecordReader,
  newest: Digest | null,
): Generator<RefsRecord, void, undefined> {
  for (let id = newest, seq = Infinity; id !== null;) {
    const record = parseRecord(id, store.readContent(id).toString())
    if (record.seq >= seq) {
      throw new JsnapError('Corrupt', `record ${id} has the number ${record.seq}, which is not before ${seq}`)
    }
    yield record
    id = record.before
    seq = record.seq
  }
}

/** Says whether a record continues from what made the refs; undefined where a record between them is lost. */
export function goesOnFrom(
  store: { readRecord(id: Digest): RefsRecord | undefined },
  later: Digest,
  made: Pick<RefsState, 'seq' | 'record'>,
): boolean | undefined {
  for (let id: Digest | null = later; id !== made.record;) {
    if (id === null) return false
    const record: RefsRecord | undefined = store.readRecord(id)
    if (record === undefined) return undefined
    if (made.record !== null && record.seq <= made.seq) return false
    id = record.before
  }
  return true
}

/** The refs that a record made. @throws JsnapError Corrupt when it, or one before it that is needed, is lost */
export function recordedRefs(store: RecordReader, newest: Digest): Refs {
  const changes: RefsRecord[] = []
  for (const record of recordsFrom(store, newest)) {
    changes.push(record)
    if (record.whole) break
  }
  const refs = changes.reduceRight<Refs>(changedRefs, { head: null, names: new Map() })
  if (changes[0] !== undefined && digestOf(refsText(refs)) !== changes[0].refs) {
    throw new JsnapError('Corrupt', `record ${newest} does not follow from those before it`)
  }
  return refs
}

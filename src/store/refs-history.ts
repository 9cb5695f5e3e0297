import { digestOf, type Digest } from '../model/digest.ts'
import { JsnapError } from '../runtime/errors.ts'
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

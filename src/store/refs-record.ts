import { canonicalJson } from '../model/canonical-json.ts'
import { isDigest, type Digest } from '../model/digest.ts'
import { JsnapError } from '../runtime/errors.ts'
import { FrameKind } from './frame.ts'
import type { Refs } from './refs.ts'

/** What is done to the refs: names are removed, then added. */
export interface RefsChange {
  readonly head: Digest | null
  readonly removed: readonly string[]
  readonly added: readonly (readonly [name: string, id: Digest])[]
}

/**
 * A change of the refs, as it is kept in a pack: the refs can be lost, and then are what the records say. It is an object
 * of a frame of tree nodes, which nobody but jsnap chooses the bytes of; no node reads as a record.
 */
export interface RefsRecord extends RefsChange {
  readonly record: 1
  /** Each has a greater number than all that were there when it was written. */
  readonly seq: number
  /** The record of the refs that were changed. */
  readonly before: Digest | null
  /** `added` has all names, whatever the records before it say. */
  readonly whole: boolean
  /** The SHA-256 of the file of refs that it makes. */
  readonly refs: Digest
  /** As `commit`, `repair`. */
  readonly reason: string
  /** ISO 8601, UTC. */
  readonly time: string
  /** What stood beside the refs named it before it was written; older jsnaps did not do so, and leave this out. */
  readonly announced?: true
  /** What `format.json` says, for the case that it is lost. */
  readonly store: { readonly id: string; readonly chunkerSeed: string }
}

/** The refs after a change. */
export function changedRefs(refs: Refs, { head, removed, added }: RefsChange): Refs {
  const names = new Map(refs.names)
  for (const name of removed) names.delete(name)
  for (const [name, id] of added) names.set(name, id)
  return { head, names }
}

/** The change that makes all of these refs. */
export function wholeChange({ head, names }: Refs): RefsChange {
  return { head, removed: [], added: [...names] }
}

/** The text of a record, as it is stored. */
export function recordText(record: RefsRecord): string {
  return canonicalJson({ ...record })
}

/** No store comes near it, and what is beside the refs has room for those that follow. */
const LARGEST_SEQ = 10 ** 14

const NODE_START = Buffer.from('{"level":')

/** The record that an object of a frame is; undefined when it is not one. */
export function recordIn(kind: FrameKind, bytes: Buffer): RefsRecord | undefined {
  if (kind !== FrameKind.node || bytes.subarray(0, NODE_START.length).equals(NODE_START)) return undefined
  return recordOf(bytes.toString())
}

/** The record of a verified text. @throws JsnapError Corrupt */
export function parseRecord(id: Digest, text: string): RefsRecord {
  const record = recordOf(text)
  if (record === undefined) throw new JsnapError('Corrupt', `object ${id} is not a record of refs`)
  return record
}

function recordOf(text: string): RefsRecord | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is RefsRecord {
  if (typeof value !== 'object' || value === null) return false
  const { record, seq, before, head, removed, added, whole, refs, reason, time, announced, store } =
    value as {
      readonly [member in keyof RefsRecord]?: unknown
    }
  return (
    record === 1 &&
    Number.isSafeInteger(seq) &&
    (seq as number) > 0 &&
    (seq as number) <= LARGEST_SEQ &&
    isDigestOrNull(before) &&
    isDigestOrNull(head) &&
    Array.isArray(removed) &&
    removed.every(isName) &&
    Array.isArray(added) &&
    added.every((ref) => Array.isArray(ref) && ref.length === 2 && isName(ref[0]) && isDigest(ref[1])) &&
    (head !== null || added.length === 0) &&
    typeof whole === 'boolean' &&
    isDigest(refs) &&
    typeof reason === 'string' &&
    typeof time === 'string' &&
    (announced === undefined || announced === true) &&
    typeof store === 'object' &&
    store !== null &&
    'id' in store &&
    typeof store.id === 'string' &&
    'chunkerSeed' in store &&
    typeof store.chunkerSeed === 'string'
  )
}

function isDigestOrNull(value: unknown): value is Digest | null {
  return value === null || isDigest(value)
}

/** A line of the refs can hold it. */
function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value !== 'HEAD' && !value.includes('\n')
}

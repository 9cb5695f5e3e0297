import { isObject } from '../../model/json-place.ts'
import { readEntryJson } from '../../store/entry-content.ts'
import { canonicalJson, type Json, type JsonObject } from '../../model/canonical-json.ts'
import type { Entry } from '../../model/entry.ts'
import type { Store } from '../../store/store.ts'

/**
 * Says whether two configuration documents are equal but for members that one of them could not read; `unknown` of an
 * entry's meta names those.
 */
export function differsOnlyInUnknown(before: Entry, after: Entry, store: Store): boolean {
  const unknown = new Set([...unknownMembers(before.meta), ...unknownMembers(after.meta)])
  if (unknown.size === 0 || before.sha256 === null || after.sha256 === null) return false
  // What is missing of a document whose own members could not be read is not known either.
  if (unknown.has('$unknown')) return true
  const [a, b] = [before, after].map((entry) => {
    const document = readEntryJson(store, entry)
    if (!isObject(document)) return canonicalJson(document)
    return canonicalJson(Object.fromEntries(Object.entries(document).filter(([name]) => !unknown.has(name))))
  })
  return a === b
}

/** The members of a document that could not be read, by the meta of its entry. */
export function unknownMembers({ unknown }: JsonObject): string[] {
  return Array.isArray(unknown) ? (unknown as readonly Json[]).map(String) : []
}

import type { Entry } from '../../model/entry.ts'
import { streamEntry } from '../../store/entry-content.ts'
import type { Store } from '../../store/store.ts'

const LINE_END = 0x0a

/** The lines of a content, without their ends, one after the other. */
export function* contentLines(store: Store, entry: Entry): Generator<string, void, undefined> {
  let rest: Buffer[] = []
  for (const bytes of streamEntry(store, entry)) {
    let from = 0
    for (let end = bytes.indexOf(LINE_END); end !== -1; end = bytes.indexOf(LINE_END, from)) {
      const line = bytes.subarray(from, end)
      yield (rest.length === 0 ? line : Buffer.concat([...rest, line])).toString()
      rest = []
      from = end + 1
    }
    if (from < bytes.length) rest.push(Buffer.from(bytes.subarray(from)))
  }
  if (rest.length > 0) yield Buffer.concat(rest).toString()
}

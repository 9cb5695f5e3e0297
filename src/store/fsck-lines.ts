import type { Digest } from '../model/digest.ts'
import { entryLine, originLine, parseEntry, parseOrigin, pathOfLine, type Entry } from '../model/entry.ts'
import { parseNode, type Child, type Expected, type TreeNode } from '../model/tree-node.ts'
import { notSound } from './entry-content.ts'
import { readSound } from './read-sound.ts'
import type { Store } from './store.ts'

/** A node as it is to be, or what is wrong with it. */
export function tryNode(
  store: Store,
  id: Digest,
  expected?: Expected,
): TreeNode | { readonly error: string } {
  return tryRead(() => parseNode(id, store.readNode(id), expected))
}

/** What the parent of a node says of it. */
export function expectedOf(child: Child | undefined, level: number | undefined): Expected | undefined {
  return child === undefined || level === undefined ? undefined : { level, last: child.last }
}

/** The entry of a line, or what is wrong with the line. */
export function tryEntry(line: string): Entry | { readonly error: string } {
  return tryRead(() => {
    const entry = parseEntry(line)
    checkWritten(line, entryLine(entry))
    return entry
  })
}

/** What is wrong with a line of an origins tree. */
export function wrongWithOrigin(line: string): string | undefined {
  const origin = tryRead(() => {
    checkWritten(line, originLine(pathOfLine(line), parseOrigin(line)))
    return {}
  })
  return 'error' in origin ? origin.error : undefined
}

/** A member twice, or what no writer makes, is read in one way by one reader and otherwise by another. */
function checkWritten(line: string, canonical: string): void {
  if (line !== canonical)
    throw notSound(`the line ${JSON.stringify(line.slice(0, 80))} is not canonical JSON`)
}

/** What is read, or why it is damaged. */
export function tryRead<T extends object>(read: () => T): T | { readonly error: string } {
  let error = ''
  return readSound(read, ({ message }) => (error = message)) ?? { error }
}

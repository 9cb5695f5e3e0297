import { isDigest, type Digest } from '../model/digest.ts'
import { JsnapError } from '../runtime/errors.ts'

/** Which versions there are: the newest one, and the named ones in the order they were made. */
export interface Refs {
  readonly head: Digest | null
  readonly names: ReadonlyMap<string, Digest>
}

/** What the mark of a good version begins with: it is a name of the version, `good/` and its id, that no person gives. */
const GOOD = 'good/'

/** The mark of a version that is known to be good. */
export function goodMark(id: Digest): string {
  return `${GOOD}${id}`
}

/** Says whether a name is the mark of a good version. */
export function isGoodMark(name: string): boolean {
  return name.startsWith(GOOD) && isDigest(name.slice(GOOD.length))
}

/** The name of each version that has one: of several the first that it was given. */
export function namesById({ names }: Refs): Map<Digest, string> {
  const first = new Map<Digest, string>()
  for (const [name, id] of names) if (!isGoodMark(name) && !first.has(id)) first.set(id, name)
  return first
}

/** What to do about refs that are damaged. */
export const REFS_HINT =
  "'jsnap fsck' lists what is affected, 'jsnap fsck --repair' restores the refs; nothing is written until then"

/**
 * The refs that a file of that text holds: a line `<id> <name>` for each ref, of which `HEAD` is the newest version.
 * @throws JsnapError Corrupt
 */
export function parseRefs(text: string, file: string): Refs {
  let head: Digest | null = null
  const names = new Map<string, Digest>()
  const lines = text.split('\n')
  if (lines.pop() !== '') throw damaged(`${file} ends in the middle of a line`)
  for (const line of lines) {
    const id = line.slice(0, 64)
    const name = line.slice(65)
    const isHead = name === 'HEAD'
    if (!isDigest(id) || line[64] !== ' ' || name === '' || (isHead ? head !== null : names.has(name))) {
      throw damaged(`damaged line in ${file}: '${line.slice(0, 100)}'`)
    }
    if (isHead) head = id
    else names.set(name, id)
  }
  if (head === null && names.size > 0) throw damaged(`${file} has names but no HEAD`)
  return { head, names }
}

/** The text of the file that holds these refs. */
export function refsText({ head, names }: Refs): string {
  const lines = [...names].map(([name, id]) => `${id} ${name}\n`)
  return head === null ? lines.join('') : `${head} HEAD\n${lines.join('')}`
}

function damaged(message: string): JsnapError {
  return new JsnapError('Corrupt', message, { hint: REFS_HINT })
}

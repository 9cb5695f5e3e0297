import { readFileSync } from 'node:fs'
import { isDigest, type Digest } from '../model/digest.ts'
import { codeOf, JsnapError } from '../model/errors.ts'
import { replaceFile } from './durable-file.ts'

/** Which versions there are: the newest one, and the named ones in the order they were made. */
export interface Refs {
  readonly head: Digest | null
  readonly names: ReadonlyMap<string, Digest>
}

/**
 * Reads the refs file: a line `<id> <name>` for each ref, of which `HEAD` is the newest version. A store without the
 * file has no versions yet.
 * @throws JsnapError Corrupt
 */
export function readRefs(file: string): Refs {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { head: null, names: new Map() }
    throw error
  }
  let head: Digest | null = null
  const names = new Map<string, Digest>()
  for (const line of text.split('\n').filter((line) => line !== '')) {
    const id = line.slice(0, 64)
    const name = line.slice(65)
    if (!isDigest(id) || line[64] !== ' ' || name === '') {
      throw new JsnapError('Corrupt', `damaged line in ${file}: '${line.slice(0, 100)}'`, {
        hint: "move the file away and run 'jsnap fsck --repair': it is written anew from the packs",
      })
    }
    if (name === 'HEAD') head = id
    else names.set(name, id)
  }
  return { head, names }
}

/** Replaces the refs file in one step. This is the only commit point of a store. */
export function writeRefs(file: string, refs: Refs): void {
  const lines = [...refs.names].map(([name, id]) => `${id} ${name}\n`)
  if (refs.head !== null) lines.unshift(`${refs.head} HEAD\n`)
  replaceFile(file, lines.join(''))
}

/**
 * Reads a store from docs/format.md alone: it imports nothing of jsnap and never looks at the SQLite files. When this
 * reader and the real one disagree, the document is wrong.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'

const CONTENT = 1
const CHUNKS = 2

interface StoredObject {
  readonly kind: number
  readonly bytes: Buffer
}

export interface ReadEntry {
  readonly path: string
  readonly type: string
  readonly sha256: string | null
  readonly size: number
  readonly meta: Record<string, unknown>
}

export class IndependentReader {
  readonly #objects = new Map<string, StoredObject>()
  readonly refs: ReadonlyMap<string, string>

  constructor(store: string) {
    for (const file of readdirSync(join(store, 'packs')))
      this.#readPack(readFileSync(join(store, 'packs', file)), file)
    const lines = readFileSync(join(store, 'refs'), 'utf8').split('\n').filter(Boolean)
    this.refs = new Map(lines.map((line) => [line.slice(65), line.slice(0, 64)]))
  }

  /** The decompressed bytes of everything that the packs hold: contents, trees and commits. */
  *everything(): Generator<Buffer<ArrayBuffer>> {
    for (const { bytes } of this.#objects.values()) yield Buffer.from(bytes)
  }

  /** Every entry of a version, in order. */
  entries(version: string): ReadEntry[] {
    const id = this.refs.get(version)
    if (id === undefined) throw new Error(`no version ${version}`)
    const commit = JSON.parse(this.#object(id).toString()) as { tree: string }
    return this.#tree(commit.tree)
  }

  /** The bytes of a content. */
  content(sha256: string): Buffer {
    const stored = this.#objects.get(sha256)
    if (stored?.kind !== CHUNKS) return this.#object(sha256)
    const pieces: Buffer[] = []
    for (let at = 0; at < stored.bytes.length; at += 36) {
      pieces.push(this.#object(stored.bytes.toString('hex', at, at + 32)))
    }
    return verified(sha256, Buffer.concat(pieces))
  }

  #tree(node: string): ReadEntry[] {
    const [header = '', ...lines] = this.#object(node).toString().split('\n').slice(0, -1)
    if ((JSON.parse(header) as { level: number }).level === 0)
      return lines.map((line) => JSON.parse(line) as ReadEntry)
    return lines.flatMap((line) => this.#tree((JSON.parse(line) as { node: string }).node))
  }

  #object(sha256: string): Buffer {
    const stored = this.#objects.get(sha256)
    if (stored === undefined) throw new Error(`no object ${sha256}`)
    return verified(sha256, stored.bytes)
  }

  #readPack(pack: Buffer, file: string): void {
    if (createHash('sha256').update(pack).digest('hex') + '.pack' !== file)
      throw new Error(`${file} is damaged`)
    if (pack.toString('latin1', 0, 8) !== 'JSNAPPK1') throw new Error(`${file} is no pack`)
    for (let at = 8; at < pack.length;) {
      if (pack.toString('latin1', at, at + 4) !== 'JSF1') throw new Error(`no frame at ${at} of ${file}`)
      const kind = pack.readUInt8(at + 4)
      const codec = pack.readUInt8(at + 5)
      const count = pack.readUInt32LE(at + 8)
      const rawLength = pack.readUInt32LE(at + 12)
      const storedLength = pack.readUInt32LE(at + 16)
      const table = at + 24
      const start = table + count * 36
      const stored = pack.subarray(start, start + storedLength)
      const payload = codec === 1 ? zstdDecompressSync(stored) : stored
      if (payload.length !== rawLength) throw new Error(`wrong length at ${at} of ${file}`)
      let offset = 0
      for (let row = table; row < start; row += 36) {
        const length = pack.readUInt32LE(row + 32)
        const sha256 = pack.toString('hex', row, row + 32)
        const known = this.#objects.get(sha256)
        if (known === undefined || known.kind === CONTENT) {
          this.#objects.set(sha256, { kind, bytes: payload.subarray(offset, offset + length) })
        }
        offset += length
      }
      at = start + storedLength
    }
  }
}

function verified(sha256: string, bytes: Buffer): Buffer {
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error(`${sha256} is damaged`)
  return bytes
}

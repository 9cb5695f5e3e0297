import { storeChunked } from '../../src/capture/store-chunked.ts'
import type { Version } from '../../src/versions/version.ts'
import type { JsonObject } from '../../src/model/canonical-json.ts'
import type { Commit } from '../../src/model/commit.ts'
import { digestOf, type Digest } from '../../src/model/digest.ts'
import { entryLine, originLine, type EntryType } from '../../src/model/entry.ts'
import { comparePaths } from '../../src/model/paths.ts'
import { CHUNKED_FROM } from '../../src/store/chunker.ts'
import { PackAppender, sealPack } from '../../src/store/pack.ts'
import type { Store } from '../../src/store/store.ts'
import { StoreWriter } from '../../src/store/writer.ts'

/** An entry of a version that a test makes; `content` is left out for those that have none. */
export interface Made {
  readonly path: string
  readonly type?: EntryType
  readonly content?: string | Uint8Array
  readonly size?: number
  readonly meta?: JsonObject
  readonly origin?: JsonObject
}

/** Writes entries to a store as a version, as a commit would: small contents share frames, large ones are chunked. */
export async function makeVersion(
  store: Store,
  made: readonly Made[],
  about: Partial<Commit> = {},
): Promise<Version> {
  const writer = StoreWriter.begin(store)
  try {
    await storeContents(store, writer, made)
    const leaves = made.map(leafOf).sort((a, b) => comparePaths(a.path, b.path))
    const origins = made
      .flatMap(({ path, origin }) => (origin === undefined ? [] : [{ path, line: originLine(path, origin) }]))
      .sort((a, b) => comparePaths(a.path, b.path))
    const commit: Commit = {
      format: 1,
      name: 'v1.0',
      message: 'v1.0',
      parent: null,
      tree: writer.buildTree(leaves),
      origins: writer.buildTree(origins),
      time: '2026-11-23T10:00:00.000Z',
      tool: 'jsnap 0.1.0',
      account: '123456789012',
      regions: ['us-east-1'],
      sources: [],
      counts: { entries: made.length, added: made.length, modified: 0, removed: 0, unchanged: 0 },
      bytes: leaves.reduce((sum, leaf) => sum + leaf.size, 0),
      problems: [],
      notCovered: [],
      complete: true,
      ...about,
    }
    return { id: writer.commit(commit, () => undefined), name: commit.name, commit }
  } finally {
    writer.end()
  }
}

function leafOf({ path, type = 'object', content, size, meta = {} }: Made) {
  const sha256 = content === undefined ? null : digestOf(content)
  const length = size ?? (content === undefined ? 0 : Buffer.byteLength(content))
  return { path, size: length, line: entryLine({ path, type, sha256, size: length, meta }) }
}

/** Small contents share frames of the writer's making; large ones are cut into chunks. */
async function storeContents(store: Store, writer: StoreWriter, made: readonly Made[]): Promise<void> {
  const appender = new PackAppender(store.temporaryFolder, null)
  for (const { content } of made) {
    if (content === undefined) continue
    const bytes = Buffer.from(content)
    if (bytes.length < CHUNKED_FROM) writer.addDocument(digestOf(bytes), bytes)
    else {
      const claim = (ids: readonly Digest[]) => Promise.resolve(writer.claim(ids))
      await storeChunked(bytes, store.format.chunkerSeed, (size) => Buffer.alloc(size), claim, appender)
    }
  }
  appender.close()
  for (const { file } of [...writer.accept(appender.parts), ...writer.takeAll()]) {
    writer.sealed(file, sealPack(file, store.packsFolder))
  }
}

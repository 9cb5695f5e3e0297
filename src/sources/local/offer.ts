import { readlinkSync, type Stats } from 'node:fs'
import { rawNameMeta } from '../../model/byte-name.ts'
import { codeOf, JsnapError, messageOf } from '../../runtime/errors.ts'
import { gapAt } from '../../model/gap-matcher.ts'
import type { Sink } from '../source.ts'
import type { Walked } from './walk.ts'

/** Offers what a walk found at `file` and is not a file. */
export async function offerNoFile(
  item: Exclude<Walked, { kind: 'file' }>,
  path: string,
  file: string | Buffer,
  sink: Sink,
): Promise<void> {
  switch (item.kind) {
    case 'symlink':
      await offerLink(path, file, item.stats, sink)
      return
    case 'empty folder':
      sink.bare({ path, type: 'directory', size: 0, meta: rawNameMeta(path) })
      return
    case 'special':
      sink.notCovered(gapAt(path, item.what))
      return
    case 'error':
      offerError(item, path, sink)
  }
}

async function offerLink(path: string, file: string | Buffer, stats: Stats, sink: Sink): Promise<void> {
  let target: Buffer
  try {
    target = readlinkSync(file, 'buffer')
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') offerUnreadable(path, stats.size, 'local:readlink', error, sink)
    return
  }
  await sink.document({ path, type: 'symlink', bytes: target, meta: rawNameMeta(path) })
}

function offerError(item: Walked & { kind: 'error' }, path: string, sink: Sink): void {
  const operation = `local:${item.operation}`
  if (item.operation === 'stat') {
    if (codeOf(item.error) === 'ENOENT') return
    offerUnreadable(path, 0, operation, item.error, sink)
    return
  }
  const code = codeOf(item.error) ?? 'Unknown'
  sink.bare({ path, type: 'unknown', size: 0, meta: { operation, code, ...rawNameMeta(path) } })
  sink.problem({ path, operation, code, message: messageOf(item.error) })
}

/** Offers the stub of something that could not be read. @throws JsnapError what the error is then: it is of no file, but of jsnap's own, such as of the store's disk */
export function offerUnreadable(
  path: string,
  size: number,
  operation: string,
  error: unknown,
  sink: Sink,
): void {
  if (error instanceof JsnapError) throw error
  const code = codeOf(error) ?? 'Unknown'
  sink.bare({ path, type: 'stub', size, meta: { reason: 'failed', operation, code, ...rawNameMeta(path) } })
  sink.problem({ path, operation, code, message: messageOf(error) })
}

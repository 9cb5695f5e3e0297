import { resolve } from 'node:path'
import { configNaming } from '../flags/locate-config.ts'
import {
  checkout,
  formatCountOf,
  isJsnapError,
  JsnapError,
  parseAddress,
  pathsNamed,
  resolveVersion,
  type CheckoutProgress,
  type CheckoutResult,
} from '../index.ts'
import type { Run } from '../terminal/context.ts'
import { DONE } from '../terminal/exit-code.ts'
import { formatBytes } from '../terminal/format-bytes.ts'
import { formatDuration } from '../terminal/format-duration.ts'
import type { Io } from '../terminal/io.ts'
import { openStore } from '../flags/locate-store.ts'
import { printable } from '../terminal/printable.ts'
import { ProgressDisplay, type ProgressLine } from '../terminal/progress.ts'
import { quotePath } from '../terminal/quote-path.ts'
import type { CheckoutOptions } from './checkout.flags.ts'

/** Entries without a file are listed up to this many; `--json` has all. */
const SHOWN_SKIPPED = 10

/** Writes a version, or a part of it, as files. */
export const run: Run<CheckoutOptions> = async (options, context) => {
  const { io, now, signal } = context
  const started = now()
  const store = await openStore(options, context)
  let progress: CheckoutProgress | undefined
  const display = new ProgressDisplay(io, now, () => (progress === undefined ? [] : [progressLine(progress)]))
  try {
    const { version: name, path } = parseAddress(options.version)
    const version = resolveVersion(store, name === '' ? 'HEAD' : name)
    const target = resolve(context.cwd, options.target)
    const config = await configNaming('pairs', store.dir, options, context)
    const result = await checkout(store, version, target, {
      paths: await pathsNamed(
        store,
        path === undefined || path === '' ? options.paths : [path, ...options.paths],
        { versions: [version] },
      ),
      force: options.force === true,
      replace: options.replace === true,
      verify: options.verify === true,
      pairs: config.s3?.pairs,
      onProgress: (state) => (progress = state),
      signal,
    })
    display.stop()
    const durationMs = Math.round(now() - started)
    if (options.json === true)
      io.json({ version: version.name ?? version.id, id: version.id, target, ...result, durationMs })
    else print(result, version.name ?? version.id.slice(0, 12), options.target, durationMs, io)
    return DONE
  } catch (error) {
    if (!isJsnapError(error, 'Interrupted')) throw error
    throw new JsnapError('Interrupted', 'checkout was interrupted', {
      hint: 'run the same command with --force to continue',
      cause: error,
    })
  } finally {
    display.stop()
    store.close()
  }
}

function progressLine({ stage, files, bytes, totalFiles, totalBytes }: CheckoutProgress): ProgressLine {
  return {
    name: stage === 'write' ? 'writing' : 'verifying',
    status: '',
    done: files,
    total: totalFiles,
    bytesDone: bytes,
    bytesTotal: totalBytes,
    finished: false,
  }
}

function print(result: CheckoutResult, version: string, target: string, durationMs: number, io: Io): void {
  const { bold } = io.colors
  io.line(`${bold(printable(version))} is in ${bold(printable(target))}`)
  const parts = [`${formatCountOf(result.files, 'file')}, ${formatBytes(result.bytes)}`]
  parts.push(`${formatCountOf(result.written, 'file')} written`)
  if (result.unchanged > 0) parts.push(`${formatCountOf(result.unchanged, 'file')} unchanged`)
  if (result.verified !== undefined) parts.push(`${formatCountOf(result.verified, 'file')} verified`)
  io.line(`  ${parts.join('; ')}; ${formatDuration(durationMs)}`)
  for (const note of result.notes) io.note(note)
  if (result.skipped.length > 0)
    io.note(`without a file: ${formatCountOf(result.skipped.length, 'entry', 'entries')}`)
  for (const { path, reason } of result.skipped.slice(0, SHOWN_SKIPPED))
    io.note(`  ${quotePath(path)}: ${reason}`)
}

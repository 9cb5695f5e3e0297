import { trustNewStore } from '../flags/config-trust.ts'
import { hookCommand, runHook } from '../flags/hook.ts'
import { loadConfig } from '../flags/locate-config.ts'
import { openStoreAt, storePath } from '../flags/locate-store.ts'
import {
  capture,
  createStore,
  isJsnapError,
  isStore,
  isVersionName,
  JsnapError,
  type CaptureResult,
  type Store,
} from '../index.ts'
import type { CommonOptions, Context } from '../terminal/context.ts'
import { printable } from '../terminal/printable.ts'
import { ProgressDisplay } from '../terminal/progress.ts'
import type { CommitOptions } from './commit.flags.ts'
import { estateOptions } from './estate-options.ts'
import { sourceProgressLine } from './source-progress-line.ts'

/** A version that was made, or the one before where nothing changed, in the open store. */
export interface Committed {
  readonly store: Store
  readonly made: CaptureResult
  readonly durationMs: number
  /** Warnings that were kept back, since nothing is printed in between. */
  readonly warnings: readonly string[]
}

/** Captures the whole estate as one version, and has it used while the store is open. */
export async function withCommit<T>(
  options: Omit<CommitOptions, 'message' | 'tag'>,
  naming: Naming,
  context: Context,
  use: (committed: Committed) => Promise<T>,
): Promise<T> {
  const { io, now, user, signal } = context
  const started = now()
  const dir = storePath(options, context)
  const loaded = await loadConfig(dir, options, context)
  const estate = estateOptions(dir, loaded, options, context)
  // A version without what is configured would be taken for a whole one.
  if (loaded.passedOver !== undefined) throw loaded.passedOver
  const checkCommand = hookCommand(options.checkCommand, 'JSNAP_CHECK_COMMAND', context)
  let store: Store | undefined
  let display: ProgressDisplay | undefined
  const warnings: string[] = []
  const open = async () => (store = await openOrMake(dir, loaded.folder, options, context))
  try {
    const made = await capture(
      { dir, user, open },
      {
        ...estate,
        name: naming.name,
        message: naming.message,
        lightsailSnapshots: options.lightsailSnapshots,
        verifyTwice: options.verifyTwice === true,
        skipIfUnchanged: options.skipIfUnchanged === true,
        check: checkCommand === undefined ? undefined : () => runHook(checkCommand, undefined, context),
        signal,
        onStart: (progress) => {
          display = new ProgressDisplay(io, now, () => progress.map(sourceProgressLine))
        },
        note: (text) => io.note(text),
        // Also where notes are not wanted: it is a warning, not a note. There it is part of the one line.
        warn: (text) => (io.quiet ? warnings.push(text) : io.errorLine(printable(text))),
      },
    )
    display?.stop()
    if (naming.unnamed !== undefined && made.skipped !== true) io.note(naming.unnamed)
    if (store === undefined) throw new Error('a version was made in no store')
    return await use({ store, made, durationMs: now() - started, warnings })
  } catch (error) {
    if (!isJsnapError(error, 'Interrupted')) throw error
    throw new JsnapError('Interrupted', error.message, {
      hint: 'what was read is kept: running the same commit again continues from there',
      cause: error,
    })
  } finally {
    display?.stop()
    store?.close()
  }
}

/** How a version is named. */
export interface Naming {
  readonly name: string | null
  readonly message: string
  /** What to say where the message was perhaps meant for a name. */
  readonly unnamed?: string
}

/** A message that is a valid name names the version; any other is only a message. */
export function nameAndMessage({ message = '', tag }: Pick<CommitOptions, 'message' | 'tag'>): Naming {
  if (tag !== undefined) return { name: tag, message }
  if (message === '' || isVersionName(message)) return { name: message === '' ? null : message, message }
  const text = `'${printable(message)}' is not a valid name and is kept as the message`
  return {
    name: null,
    message,
    unnamed: `${text}: the version has no name, only its id; use '-t NAME' to name it`,
  }
}

async function openOrMake(
  path: string,
  configFolder: string,
  options: CommonOptions,
  context: Context,
): Promise<Store> {
  if (isStore(path)) return openStoreAt(path, options, context)
  const store = await createStore(path, { user: context.user })
  context.io.note(`created a store at ${path}`)
  trustNewStore(configFolder, context)
  return store
}

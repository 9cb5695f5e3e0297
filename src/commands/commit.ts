import { trustNewStore } from '../flags/config-trust.ts'
import { openStoreAt, storePath } from '../flags/locate-store.ts'
import { loadConfig } from '../flags/locate-config.ts'
import {
  capture,
  createStore,
  isJsnapError,
  isStore,
  isVersionName,
  JsnapError,
  type Store,
} from '../index.ts'
import type { Context, Run } from '../terminal/context.ts'
import { DONE, INCOMPLETE } from '../terminal/exit-code.ts'
import { printable } from '../terminal/printable.ts'
import { ProgressDisplay } from '../terminal/progress.ts'
import type { CommitOptions } from './commit.flags.ts'
import { describeCommit, reportCommit, reportQuietly } from './commit-report.ts'
import { estateOptions } from './estate-options.ts'
import { sourceProgressLine } from './source-progress-line.ts'

/** Captures the whole estate as one version. */
export const run: Run<CommitOptions> = async (options, context) => {
  const { io, now, user, signal } = context
  const started = now()
  const naming = nameAndMessage(options)
  const dir = storePath(options, context)
  const loaded = await loadConfig(dir, options, context)
  const estate = estateOptions(dir, loaded, options, context)
  // A version without what is configured would be taken for a whole one.
  if (loaded.passedOver !== undefined) throw loaded.passedOver
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
    if (options.json === true) io.json(describeCommit(made, now() - started))
    if (io.quiet) reportQuietly(made, warnings, io)
    else if (options.json !== true && store !== undefined)
      await reportCommit(store, made, now() - started, io)
    if (made.skipped === true) return DONE
    return made.version.commit.complete ? DONE : INCOMPLETE
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

interface Naming {
  readonly name: string | null
  readonly message: string
  /** What to say where the message was perhaps meant for a name. */
  readonly unnamed?: string
}

/** A message that is a valid name names the version; any other is only a message. */
function nameAndMessage({ message = '', tag }: CommitOptions): Naming {
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
  options: CommitOptions,
  context: Context,
): Promise<Store> {
  if (isStore(path)) return openStoreAt(path, options, context)
  const store = await createStore(path, { user: context.user })
  context.io.note(`created a store at ${path}`)
  trustNewStore(configFolder, context)
  return store
}

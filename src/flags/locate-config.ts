import { lstatSync, realpathSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Config } from '../config/config.ts'
import { JsnapError } from '../runtime/errors.ts'
import { STORE_FOLDER } from '../store/store-folder.ts'
import { checkOwner } from './check-owner.ts'
import type { CommonOptions, Context } from '../terminal/context.ts'
import { readConfigText } from '../config/config-text.ts'
import { namedStore } from './locate-store.ts'
import { parseConfigText } from '../config/parse-config.ts'

/** The name of the configuration, which lies beside the store. */
const CONFIG_FILE = 'jsnap.config.json'

/** A configuration, with the file that it was read from. */
export interface LoadedConfig {
  readonly config: Config
  /** Undefined where there is none. */
  readonly file: string | undefined
  /** The folder that its relative paths start from. */
  readonly folder: string
  /** The user has said which one; else it was found. */
  readonly isNamed: boolean
  /** Why one was not taken that lies beside a store that was named. */
  readonly passedOver: JsnapError | undefined
}

/** A configuration that is not checked yet. */
interface ConfigText {
  readonly text: string
  readonly file: string
}

/**
 * Reads the configuration: the one that `--config` or `JSNAP_CONFIG` names, or that lies beside the store or, for a store
 * elsewhere, in the current folder. All of it is optional. Another user's beside a store that was named is skipped.
 * @throws JsnapError Config, and Untrusted for one that was found and is somebody else's
 */
export async function loadConfig(
  storePath: string,
  options: CommonOptions,
  context: Context,
): Promise<LoadedConfig> {
  const named = readNamed(options, context)
  let passedOver: JsnapError | undefined
  const found = named ?? findConfig(storePath, options, context, (error) => (passedOver = error))
  if (passedOver !== undefined) context.io.note(`${passedOver.message}, and is not used`)
  const isNamed = named !== undefined
  if (found === undefined) return { config: {}, file: undefined, folder: context.cwd, isNamed, passedOver }
  const { text, file } = found
  // Where `..` leads must not depend on the link by which the folder was reached: it is checked, and read, by this.
  const folder = realpathSync(dirname(file))
  return { config: await parseConfigText(text, file), file, folder, isNamed, passedOver }
}

/** The configuration that a folder itself has, whatever the command line and the environment name. @throws JsnapError as `loadConfig` */
export function loadConfigIn(folder: string, context: Context): Promise<LoadedConfig> {
  return loadConfig(join(folder, STORE_FOLDER), {}, { ...context, cwd: folder, env: {} })
}

/**
 * The configuration as far as it may have a member of this name, anywhere in it; an empty one when it has none. Most have
 * not, and are not worth the time that checking them takes.
 * @throws JsnapError Config, Untrusted
 */
export async function configNaming(
  member: string,
  storePath: string,
  options: CommonOptions,
  context: Context,
): Promise<Config> {
  const found = readNamed(options, context) ?? findConfig(storePath, options, context, () => undefined)
  return found?.text.includes(`"${member}"`) === true ? parseConfigText(found.text, found.file) : {}
}

function readNamed({ config }: CommonOptions, { cwd, env }: Context): ConfigText | undefined {
  const named = config ?? env['JSNAP_CONFIG'] ?? ''
  if (named === '') return undefined
  const file = resolve(cwd, named)
  const text = readConfigText(file, () => undefined)
  if (text === undefined) {
    const from = config === undefined ? 'JSNAP_CONFIG: ' : ''
    throw new JsnapError('Config', `${from}no such configuration file: '${file}'`)
  }
  return { text, file }
}

function findConfig(
  storePath: string,
  options: CommonOptions,
  context: Context,
  onPassedOver: (error: JsnapError) => void,
): ConfigText | undefined {
  for (const folder of new Set([dirname(storePath), context.cwd])) {
    const file = join(folder, CONFIG_FILE)
    try {
      const link = lstatSync(file, { throwIfNoEntry: false })
      if (link !== undefined) checkOwner('configuration', file, [link.uid], context)
      const text = readConfigText(file, (uid) => checkOwner('configuration', file, [uid], context))
      if (text !== undefined) return { text, file }
    } catch (error) {
      const isOther = error instanceof JsnapError && error.code === 'Untrusted'
      if (!isOther || folder === context.cwd || namedStore(options, context) === undefined) throw error
      onPassedOver(error)
    }
  }
  return undefined
}

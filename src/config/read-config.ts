import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Config } from './config-schema.ts'
import { codeOf, JsnapError, messageOf } from '../runtime/errors.ts'
import { utf8Text } from '../runtime/utf8-text.ts'
import { kindOf } from '../store/plain-file.ts'
import { checkOwner } from './check-owner.ts'
import type { CommonOptions, Context } from '../terminal/context.ts'
import { namedStore } from './locate-store.ts'
import { oddMember } from './odd-member.ts'

/** The name of the configuration, which lies beside the store. */
const CONFIG_FILE = 'jsnap.config.json'

/** Windows has only the first: there the other is undefined, and adds nothing. */
const { O_RDONLY, O_NONBLOCK } = constants

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
 * elsewhere, in the current folder. All of it is optional. Another user's beside a store that was named is passed over.
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
  return { config: await parse(text, file), file, folder, isNamed, passedOver }
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
  return found?.text.includes(`"${member}"`) === true ? parse(found.text, found.file) : {}
}

function readNamed({ config }: CommonOptions, { cwd, env }: Context): ConfigText | undefined {
  const named = config ?? env['JSNAP_CONFIG'] ?? ''
  if (named === '') return undefined
  const file = resolve(cwd, named)
  const text = readIfThere(file, () => undefined)
  if (text === undefined) throw new JsnapError('Config', `no such configuration file: '${file}'`)
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
      const text = readIfThere(file, (uid) => checkOwner('configuration', file, [uid], context))
      if (text !== undefined) return { text, file }
    } catch (error) {
      const isOther = error instanceof JsnapError && error.code === 'Untrusted'
      if (!isOther || folder === context.cwd || namedStore(options, context) === undefined) throw error
      onPassedOver(error)
    }
  }
  return undefined
}

/** The text of a file; what is not one, such as a pipe, would never end. */
function readIfThere(file: string, checkOwnerOf: (uid: number) => void): string | undefined {
  let fd: number | undefined
  try {
    fd = openSync(file, O_RDONLY | O_NONBLOCK)
    const stats = fstatSync(fd)
    if (!stats.isFile()) throw new Error(`it is ${kindOf(stats)}`)
    checkOwnerOf(stats.uid)
    return utf8Text(readFileSync(fd))
  } catch (error) {
    if (error instanceof JsnapError) throw error
    if (codeOf(error) === 'ENOENT') return undefined
    throw new JsnapError('Config', `cannot read ${file}: ${messageOf(error)}`, { cause: error })
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}

async function parse(text: string, file: string): Promise<Config> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new JsnapError('Config', `${file} is not JSON: ${messageOf(error)}`, { cause: error })
  }
  const odd = oddMember(text)
  if (odd !== undefined)
    throw new JsnapError('Config', `${file}: ${odd}`, {
      hint: 'docs/configuration.md lists what it may contain',
    })
  // The validator takes a tenth of a second to load, and most commands have no use for it.
  const { configSchema } = await import('./config-schema.ts')
  const result = configSchema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const key = issue?.path.join('.') ?? ''
  throw new JsnapError(
    'Config',
    `${file}: ${key === '' ? '' : `${key}: `}${lowerFirst(issue?.message ?? 'invalid')}`,
    {
      hint: 'docs/configuration.md lists what it may contain',
    },
  )
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

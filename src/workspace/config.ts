import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Config } from '../model/config.ts'
import { codeOf, JsnapError, messageOf } from '../model/errors.ts'
import { isTrustedOwner } from '../model/user.ts'
import { utf8Text } from '../model/utf8-text.ts'
import { kindOf } from '../store/plain-file.ts'
import type { CommonOptions, Context } from './context.ts'

/** The name of the configuration, which lies beside the store. */
export const CONFIG_FILE = 'jsnap.config.json'

/** Windows has only the first: there the other is undefined, and adds nothing. */
const { O_RDONLY, O_NONBLOCK } = constants

export interface LoadedConfig {
  readonly config: Config
  /** Undefined where there is none. */
  readonly file: string | undefined
  /** The folder that its relative paths start from. */
  readonly folder: string
  /** The user has said which one; else it was found. */
  readonly isNamed: boolean
}

/** A configuration as text. */
interface ConfigText {
  readonly text: string
  readonly file: string
  readonly isNamed: boolean
}

/**
 * Reads the configuration: the one that `--config` or `JSNAP_CONFIG` names, or that lies beside the store or, for a store
 * elsewhere, in the current folder. All of it is optional.
 * @throws JsnapError Config, and Untrusted for one that was found and is somebody else's
 */
export async function loadConfig(
  storePath: string,
  options: CommonOptions,
  context: Context,
): Promise<LoadedConfig> {
  const found = findConfig(storePath, options, context)
  if (found === undefined) return { config: {}, file: undefined, folder: context.cwd, isNamed: false }
  const { text, file, isNamed } = found
  return { config: await parse(text, file), file, folder: dirname(file), isNamed }
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
  const found = findConfig(storePath, options, context)
  return found?.text.includes(`"${member}"`) === true ? parse(found.text, found.file) : {}
}

function findConfig(storePath: string, { config }: CommonOptions, context: Context): ConfigText | undefined {
  const { cwd, env } = context
  const named = config ?? env['JSNAP_CONFIG'] ?? ''
  if (named !== '') {
    const file = resolve(cwd, named)
    const text = readIfThere(file, () => undefined)
    if (text === undefined) throw new JsnapError('Config', `there is no configuration ${file}`)
    return { text, file, isNamed: true }
  }
  for (const folder of new Set([dirname(storePath), cwd])) {
    const file = join(folder, CONFIG_FILE)
    const text = readIfThere(file, (uid) => checkOwner(file, uid, context))
    if (text !== undefined) return { text, file, isNamed: false }
  }
  return undefined
}

function checkOwner(file: string, uid: number, { user }: Context): void {
  const stranger = [uid, lstatSync(file).uid].find((owner) => !isTrustedOwner(owner, user))
  if (stranger === undefined) return
  throw new JsnapError('Untrusted', `the configuration ${file} belongs to another user (uid ${stranger})`, {
    hint: `if you mean to use it, name it: --config ${file}`,
  })
}

/** The text of a file; what is none, such as a pipe, would never end. */
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
  // The validator takes a tenth of a second to load, and most commands have no use for it.
  const { configSchema } = await import('../model/config.ts')
  const result = configSchema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const key = issue?.path.join('.') ?? ''
  throw new JsnapError(
    'Config',
    `${file}: ${key === '' ? '' : `${key}: `}${lowerFirst(issue?.message ?? 'invalid')}`,
    {
      hint: 'docs/configuration.md lists what it may hold',
    },
  )
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

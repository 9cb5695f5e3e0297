import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Config } from '../model/config.ts'
import { codeOf, JsnapError, messageOf } from '../model/errors.ts'

/** The name of the configuration, which lies beside the store. */
export const CONFIG_FILE = 'jsnap.config.json'

export interface LoadedConfig {
  readonly config: Config
  /** The folder that its relative paths start from. */
  readonly folder: string
}

/** Reads the configuration beside a store, or for a store that lies elsewhere, in the current folder. All of it is optional. @throws JsnapError Config */
export async function loadConfig(storePath: string, cwd: string): Promise<LoadedConfig> {
  for (const folder of new Set([dirname(storePath), cwd])) {
    const file = join(folder, CONFIG_FILE)
    const text = readIfThere(file)
    if (text !== undefined) return { config: await parse(text, file), folder }
  }
  return { config: {}, folder: cwd }
}

/**
 * The configuration as far as it may have a member of this name, anywhere in it; an empty one when it has none. Most have
 * not, and are not worth the time that checking them takes.
 * @throws JsnapError Config
 */
export async function configNaming(member: string, storePath: string, cwd: string): Promise<Config> {
  for (const folder of new Set([dirname(storePath), cwd])) {
    const text = readIfThere(join(folder, CONFIG_FILE))
    if (text !== undefined && !text.includes(`"${member}"`)) return {}
    if (text !== undefined) return (await loadConfig(storePath, cwd)).config
  }
  return {}
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw new JsnapError('Config', `cannot read ${file}: ${messageOf(error)}`, { cause: error })
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

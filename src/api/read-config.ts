import { realpathSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Config } from '../config/config.ts'
import { JsnapError } from '../runtime/errors.ts'

/** A configuration, and the folder that its relative paths start from. */
export interface ConfigInFolder {
  readonly config: Config
  readonly folder: string
}

/** Reads a configuration from a file. The caller decides whether to trust it. @throws JsnapError Config */
export async function readConfig(file: string): Promise<ConfigInFolder> {
  const [{ readConfigText }, { parseConfigText }] = await Promise.all([
    import('../config/config-text.ts'),
    import('../config/parse-config.ts'),
  ])
  const text = readConfigText(file, () => undefined)
  if (text === undefined) throw new JsnapError('Config', `no such configuration file: '${file}'`)
  return { config: await parseConfigText(text, file), folder: realpathSync(dirname(resolve(file))) }
}

/** Checks a value that is to be a configuration. @throws JsnapError Config */
export async function parseConfig(value: unknown): Promise<Config> {
  const { parseConfig } = await import('../config/parse-config.ts')
  return parseConfig(value, 'the configuration')
}

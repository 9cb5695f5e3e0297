import { realpathSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Config } from '../config/config.ts'
import { readConfigText } from '../config/config-text.ts'
import { parseConfigText } from '../config/parse-config.ts'
import { JsnapError } from '../runtime/errors.ts'

/** A configuration, and the folder that its relative paths start from. */
export interface ConfigInFolder {
  readonly config: Config
  readonly folder: string
}

/** Reads a configuration from a file. Whether it may be believed is for you to say. @throws JsnapError Config */
export async function readConfig(file: string): Promise<ConfigInFolder> {
  const text = readConfigText(file, () => undefined)
  if (text === undefined) throw new JsnapError('Config', `no such configuration file: '${file}'`)
  return { config: await parseConfigText(text, file), folder: realpathSync(dirname(resolve(file))) }
}

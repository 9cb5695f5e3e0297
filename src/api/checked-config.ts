import type { EstateOptions } from '../capture/estate.ts'
import { parseConfig } from './read-config.ts'

/** Options whose configuration was checked: it may come from anywhere. @throws JsnapError Config */
export async function checkedConfig<Options extends Pick<EstateOptions, 'config'>>(
  options: Options,
): Promise<Options> {
  return options.config === undefined ? options : { ...options, config: await parseConfig(options.config) }
}

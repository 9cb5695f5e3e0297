import { jsonText } from '../terminal/json-text.ts'
import { DONE } from '../terminal/exit-code.ts'
import { loadConfig } from '../flags/locate-config.ts'
import { effectiveConfig } from '../index.ts'
import type { Run } from '../terminal/context.ts'
import { storePath } from '../flags/locate-store.ts'
import type { ConfigShowOptions } from './config-show.flags.ts'

/** Prints the configuration, or what holds of it together with the defaults. */
export const run: Run<ConfigShowOptions> = async (options, context) => {
  const { io } = context
  const { config } = await loadConfig(storePath(options, context), options, context)
  const shown = options.effective === true ? await effectiveConfig(config) : config
  if (options.json === true) io.json({ config: shown })
  else io.line(jsonText(shown, 2))
  return DONE
}

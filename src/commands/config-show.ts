import type { Json } from '../model/canonical-json.ts'
import { DEFAULT_SECRET_RULES } from '../model/secret-rules.ts'
import { jsonText } from '../terminal/json-text.ts'
import { SERVICES } from '../services/services.ts'
import { DONE } from '../terminal/exit-code.ts'
import { loadConfig } from '../config/read-config.ts'
import type { Run } from '../terminal/context.ts'
import { storePath } from '../config/locate-store.ts'
import type { ConfigShowOptions } from './config-show.flags.ts'

/** Prints the configuration, or what holds of it together with the defaults. */
export const run: Run<ConfigShowOptions> = async (options, context) => {
  const { io } = context
  const { config } = await loadConfig(storePath(options, context), options, context)
  const effective = {
    ...config,
    s3: { include: ['*'], exclude: [], ...config.s3 },
    dynamodb: { include: ['*'], exclude: [], ...config.dynamodb },
    secrets: {
      recipients: [],
      allow: [],
      ...config.secrets,
      rules: { ...DEFAULT_SECRET_RULES, ...config.secrets?.rules },
      // These hold in any case.
      declared: declaredSecrets(),
    },
  }
  const shown = (options.effective === true ? effective : config) as unknown as Json
  if (options.json === true) io.json({ config: shown })
  else io.line(jsonText(shown, 2))
  return DONE
}

/** The secret places of what services declare, by the paths of their documents. */
function declaredSecrets(): Record<string, readonly string[]> {
  const places = SERVICES.flatMap(({ resources }) => resources).map(
    ({ path, secret = [], secretUrl = [], secretMembers = {} }) =>
      [path, [...secret, ...secretUrl, ...Object.keys(secretMembers)]] as const,
  )
  return Object.fromEntries(places.filter(([, all]) => all.length > 0).sort(([a], [b]) => (a < b ? -1 : 1)))
}

import type { Config, SecretsConfig } from '../config/config.ts'

/** A configuration with the defaults filled in. */
export interface EffectiveConfig extends Config {
  readonly secrets: SecretsConfig & {
    /** The places of secret values that always apply, by the paths of their documents. */
    readonly declared: Readonly<Record<string, readonly string[]>>
  }
}

/** The effective configuration: as given, with the defaults. */
export async function effectiveConfig(config: Config): Promise<EffectiveConfig> {
  const { DEFAULT_SECRET_RULES } = await import('../model/secret-rules.ts')
  return {
    ...config,
    s3: { include: ['*'], exclude: [], ...config.s3 },
    dynamodb: { include: ['*'], exclude: [], ...config.dynamodb },
    secrets: {
      recipients: [],
      allow: [],
      ...config.secrets,
      rules: { ...DEFAULT_SECRET_RULES, ...config.secrets?.rules },
      declared: await declaredSecrets(),
    },
  }
}

async function declaredSecrets(): Promise<EffectiveConfig['secrets']['declared']> {
  const { SERVICES } = await import('../services/services.ts')
  const places = SERVICES.flatMap(({ resources }) => resources).map(
    ({ path, secret = [], secretUrl = [], secretMembers = {} }) =>
      [path, [...secret, ...secretUrl, ...Object.keys(secretMembers)]] as const,
  )
  return Object.fromEntries(places.filter(([, all]) => all.length > 0).sort(([a], [b]) => (a < b ? -1 : 1)))
}

import { checkConfigTrust } from '../flags/config-trust.ts'
import type { LoadedConfig } from '../flags/locate-config.ts'
import { isStore, type EstateOptions } from '../index.ts'
import type { Context } from '../terminal/context.ts'

/** What decides how the account is read, as far as a command has a flag for it. */
export interface EstateFlags {
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  readonly deep?: boolean
  readonly tableData?: boolean
  readonly secretScan?: boolean
  readonly profile?: string
  readonly region?: readonly string[]
  readonly endpointUrl?: string
  readonly acrossAccounts?: boolean
}

/** What is captured by flags, environment and configuration. @throws JsnapError Untrusted */
export function estateOptions(
  storePath: string,
  loaded: LoadedConfig,
  flags: EstateFlags,
  context: Context,
): EstateOptions {
  checkConfigTrust(loaded, !isStore(storePath), context)
  const { config, folder } = loaded
  const { only = [], skip = [], deep, tableData, secretScan, acrossAccounts } = flags
  const { env, now } = context
  const aws = { profile: flags.profile, regions: flags.region, endpointUrl: flags.endpointUrl }
  return { config, folder, aws, env, now, only, skip, deep, tableData, secretScan, acrossAccounts }
}

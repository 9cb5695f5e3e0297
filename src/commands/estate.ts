import { configInScope } from '../capture/config-in-scope.ts'
import { configuredScope } from '../capture/configured-scope.ts'
import { configuredSources } from '../capture/configured-sources.ts'
import { findingFilter } from '../capture/finding-filter.ts'
import type { SecretKeeping } from '../capture/keep-secrets.ts'
import { withOtherPlaces } from '../capture/other-places.ts'
import { secretMarker } from '../capture/secret-marker.ts'
import { SecretVault } from '../capture/secret-vault.ts'
import { checkWords, Selection } from '../capture/selection.ts'
import type { Config } from '../config/config-schema.ts'
import { JsnapError } from '../runtime/errors.ts'
import type { ConfiguredScope, Scope } from '../model/scope.ts'
import { tooManyPatterns } from '../model/scope-patterns.ts'
import { fileRuleFinder, secretRuleFinder } from '../model/secret-rules.ts'
import { checkRecipients } from '../secrets/seal.ts'
import { checkAddresses, createSession, type AwsSession } from '../sources/aws/session.ts'
import { SERVICE_IDS } from '../services/services.ts'
import type { Mark } from '../sources/mark.ts'
import type { Source } from '../sources/source.ts'
import { passingSecretKey, secretKeyId } from '../store/secret-key.ts'
import { passingFolder } from '../store/passing-folder.ts'
import { isStore } from '../store/store.ts'
import { loadConfig } from '../config/read-config.ts'
import { checkConfigTrust } from '../config/config-trust.ts'
import type { CommonOptions, Context } from '../terminal/context.ts'
import { storePath } from '../config/locate-store.ts'

/** What decides how the account is read, as far as a command has a flag for it. */
export interface EstateOptions extends CommonOptions {
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

/** What is configured to be captured, ready to be asked. */
export interface Estate {
  /** Of the store. */
  readonly path: string
  readonly config: Config
  /** The folder of the configuration. */
  readonly folder: string
  /** Why a configuration was not taken that lies beside a store that was named. */
  readonly passedOver: JsnapError | undefined
  readonly session: AwsSession
  readonly sources: readonly Source[]
  readonly configured: ConfiguredScope
  readonly secrets: SecretKeeping
}

/**
 * The estate as flags, environment and configuration have it. A source can be captured once. `keyOf` gives the key of the
 * store: one that has none gets none, unless it is asked to make it. With a scope, what the flags leave open is as there.
 * @throws JsnapError Usage, Config, Untrusted
 */
export async function openEstate(
  options: EstateOptions,
  context: Context,
  keyOf: (dir: string) => Buffer = passingSecretKey,
  scope?: Scope,
): Promise<Estate> {
  const { env, now } = context
  const path = storePath(options, context)
  const loaded = await loadConfig(path, options, context)
  checkConfigTrust(loaded, !isStore(path), context)
  const { config: own, folder, passedOver } = loaded
  const config = scope === undefined ? own : configInScope(own, scope, folder)
  const tableData = options.tableData ?? scope?.tables?.data ?? true
  const aws = {
    profile: options.profile,
    regions: options.region ?? config.regions,
    endpointUrl: options.endpointUrl,
    env,
    now,
  }
  const session = createSession(aws)
  const { recipients = [], rules = {}, allow = [] } = config.secrets ?? {}
  await checkRecipients(recipients)
  let known: Buffer | undefined
  let marker: Mark | undefined
  // The key is asked for when the first secret is met.
  const key = () => (known ??= keyOf(path))
  const vault = new SecretVault((name, value) => (marker ??= secretMarker(key()))(name, value))
  const sources = configuredSources({
    config,
    folder,
    env,
    temporaryFolder: passingFolder(path, context.user),
    session,
    markAt: vault.markAt,
    fileRule: fileRuleFinder(rules),
    deep: options.deep === true,
    tableData,
    exclude: [path],
  })
  const { only = [], skip = [] } = options
  checkWords([...only, ...skip], sources)
  const selection = new Selection(only, skip, sources)
  const asksAws = sources.some(
    ({ actions, prefixes }) => actions.length > 0 && prefixes.some((prefix) => selection.reaches(prefix)),
  )
  await checkAddresses(aws, asksAws ? SERVICE_IDS : [])
  const secrets: SecretKeeping = {
    vault,
    keyId: () => secretKeyId(key()),
    recipients,
    ruleOf: secretRuleFinder(rules),
    scan: options.secretScan !== false,
    allows: findingFilter(allow),
  }
  const asked = configuredScope(config, folder, tableData)
  const configured =
    scope === undefined ? asked : withOtherPlaces(asked, configuredScope(own, folder, tableData), scope)
  const tooMany = tooManyPatterns({ ...configured, only, skip })
  if (tooMany !== undefined)
    throw new JsnapError('Config', `the configuration and the command line have ${tooMany}`, {
      hint: 'combine patterns with braces ({a,b}), or name a folder instead of its contents',
    })
  return { path, config, folder, passedOver, session, sources, configured, secrets }
}

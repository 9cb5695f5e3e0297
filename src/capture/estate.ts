import type { Config } from '../config/config.ts'
import { JsnapError } from '../runtime/errors.ts'
import type { User } from '../runtime/user.ts'
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
import { configInScope } from './config-in-scope.ts'
import { configuredScope } from './configured-scope.ts'
import { configuredSources } from './configured-sources.ts'
import { findingFilter } from './finding-filter.ts'
import type { SecretKeeping } from './keep-secrets.ts'
import { withOtherPlaces } from './other-places.ts'
import { secretMarker } from './secret-marker.ts'
import { SecretVault } from './secret-vault.ts'
import { checkWords, Selection } from './selection.ts'

/** Which AWS account is asked, and where; what is not given follows the SDK's own chain. */
export interface AwsOptions {
  readonly profile?: string | undefined
  /** The primary one first; `all` are those that the account has enabled. Those of the configuration when not given. */
  readonly regions?: readonly string[] | undefined
  readonly endpointUrl?: string | undefined
}

/** What is captured, and with what. */
export interface EstateOptions {
  /** As `readConfig` and `parseConfig` give it; nothing but the AWS account when not given. */
  readonly config?: Config
  /** The folder that relative paths of the configuration start from. */
  readonly folder: string
  readonly aws?: AwsOptions
  /**
   * The environment that AWS settings are taken from and that commands are run with, as `process.env`. Keys that it does
   * not hold are looked for by the SDK, in the AWS files and the environment of the process.
   */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Milliseconds since the epoch, as `Date.now`. */
  readonly now: () => number
  /** Names of sources and globs over paths: only these; everything when there are none. */
  readonly only?: readonly string[]
  /** And not these. */
  readonly skip?: readonly string[]
  /** Read the tags and ACLs of objects again that have not changed. */
  readonly deep?: boolean | undefined
  /** Capture the items of tables; true when not given. */
  readonly tableData?: boolean | undefined
  /** Scan new texts for secrets; true when not given. */
  readonly secretScan?: boolean | undefined
  /** The account may be another one than that of the versions before. */
  readonly acrossAccounts?: boolean | undefined
}

/** What is configured to be captured, ready to be asked once. */
export interface Estate {
  readonly session: AwsSession
  readonly sources: readonly Source[]
  readonly configured: ConfiguredScope
  readonly secrets: SecretKeeping
}

/** Whose store it is that is captured for. */
export interface CapturedFor {
  /** The store's folder; there need be none yet. */
  readonly dir: string
  readonly user: User | undefined
  /** Gives the key of the store: one that has none gets none, unless it is made here. */
  readonly keyOf?: (dir: string) => Buffer
  /** What is left open is as in this scope. */
  readonly scope?: Scope
}

/** Makes the sources that options ask for. @throws JsnapError Usage, Config */
export async function openEstate(
  options: EstateOptions,
  { dir, user, keyOf = passingSecretKey, scope }: CapturedFor,
): Promise<Estate> {
  const { config: own = {}, folder, env, now, only = [], skip = [] } = options
  const config = scope === undefined ? own : configInScope(own, scope, folder)
  const tableData = options.tableData ?? scope?.tables?.data ?? true
  const { profile, regions = config.regions, endpointUrl } = options.aws ?? {}
  const aws = { profile, regions, endpointUrl, env, now }
  const session = createSession(aws)
  const { recipients = [], rules = {}, allow = [] } = config.secrets ?? {}
  await checkRecipients(recipients)
  let known: Buffer | undefined
  let marker: Mark | undefined
  // The key is asked for when the first secret is met.
  const key = () => (known ??= keyOf(dir))
  const vault = new SecretVault((name, value) => (marker ??= secretMarker(key()))(name, value))
  const sources = configuredSources({
    config,
    folder,
    env,
    temporaryFolder: passingFolder(dir, user),
    session,
    markAt: vault.markAt,
    fileRule: fileRuleFinder(rules),
    deep: options.deep === true,
    tableData,
    exclude: [dir],
  })
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
  return { session, sources, configured, secrets }
}

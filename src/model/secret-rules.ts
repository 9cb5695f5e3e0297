import { globMatcher, type Matcher } from '../runtime/glob.ts'

/**
 * How a file of secrets is treated: `env` has a name and a value a line, `netrc` passwords after a word that says so,
 * `urls` addresses with passwords, `json` values in a document; `key` may be a private key; `sealed` is secret as a
 * whole, and `plain` not at all. A list holds JSON pointers (RFC 6901) of secret values, `*` for any one segment.
 */
export type SecretRule = 'env' | 'netrc' | 'urls' | 'json' | 'key' | 'sealed' | 'plain' | readonly string[]

/**
 * Rules by globs over paths, whatever the case of either; a glob without a slash is for a name in any folder. The last
 * that matches counts.
 */
export type SecretRules = Readonly<Record<string, SecretRule>>

/** What holds for local files without a word in the configuration. */
export const DEFAULT_SECRET_RULES: SecretRules = {
  '.env': 'env',
  '.env.*': 'env',
  '*.env': 'env',
  '.envrc': 'env',
  '.npmrc': 'env',
  '.yarnrc': 'env',
  '.yarnrc.yml': 'env',
  '.pypirc': 'env',
  '.boto': 'env',
  '.s3cfg': 'env',
  '.my.cnf': 'env',
  '.terraformrc': 'env',
  '**/.aws/credentials*': 'env',
  '**/.cargo/{credentials,credentials.toml}': 'env',
  '**/.config/gh/hosts.yml': 'env',
  '**/.config/hub': 'env',
  '**/.config/rclone/rclone.conf': 'env',
  '**/.gem/credentials': 'env',
  '**/.gradle/gradle.properties': 'env',
  '**/.kube/config': 'env',
  '**/.ssh/environment': 'env',
  '.netrc': 'netrc',
  _netrc: 'netrc',
  '.git-credentials': 'urls',
  '**/.config/git/credentials': 'urls',
  '.clasprc.json': 'json',
  '.dockercfg': 'json',
  '**/.aws/{sso,cli}/cache/*': 'json',
  '**/.azure/{accesstokens,msal_token_cache,service_principal_entries}.json': 'json',
  '**/.config/containers/auth.json': 'json',
  '**/.config/gcloud/application_default_credentials.json': 'json',
  '**/.config/gcloud/legacy_credentials/**/*.json': 'json',
  '**/.docker/config.json': 'json',
  '**/.terraform.d/credentials.tfrc.json': 'json',
  '.pgpass': 'sealed',
  '.htpasswd': 'sealed',
  '.vault-token': 'sealed',
  '**/.azure/*.bin': 'sealed',
  '**/.config/gcloud/*.db': 'sealed',
  '**/.config/gcloud/legacy_credentials/**/.boto': 'sealed',
  '**/.gnupg/{private-keys-v1.d,openpgp-revocs.d}/**': 'sealed',
  '**/.gnupg/secring.gpg': 'sealed',
  '**/.m2/settings*.xml': 'sealed',
  '**/.ssh/id_*': 'key',
  id_rsa: 'key',
  id_dsa: 'key',
  id_ecdsa: 'key',
  id_ed25519: 'key',
  '*.pem': 'key',
  '*.key': 'key',
  '*.ppk': 'key',
  '*.p12': 'sealed',
  '*.pfx': 'sealed',
  '*.jks': 'sealed',
  '*.keystore': 'sealed',
  '**/.ssh/*.pub': 'plain',
}

/** Finds the rule for a path; undefined when none matches. */
export type FindSecretRule = (path: string) => SecretRule | undefined

/** Finds the rule for a file by its path in a version and by those on the disk, where folders have their own names. */
export type FindFileRule = (path: string, places: readonly string[]) => SecretRule | undefined

/** Finds among rules for paths of a version and then, on the disk as well, among those that hold without a word. */
export function fileRuleFinder(own: SecretRules): FindFileRule {
  const ofOwn = secretRuleFinder(own)
  const ofDefault = secretRuleFinder(DEFAULT_SECRET_RULES)
  return (path, places) => {
    let rule = ofOwn(path) ?? ofDefault(path)
    for (const place of places) rule ??= ofDefault(place)
    return rule
  }
}

/** Finds among rules, of which later ones go before earlier ones. */
export function secretRuleFinder(...all: readonly SecretRules[]): FindSecretRule {
  const rules = all
    .flatMap((rules) => Object.entries(rules))
    .reverse()
    .map(([written, rule]) => {
      const glob = written.toLowerCase()
      return { ofNames: !glob.includes('/'), glob, matches: globMatcher([glob]), rule }
    })
  // Most files match none: all names are asked at once, and all paths.
  const isOfName: Matcher = globMatcher(rules.filter(({ ofNames }) => ofNames).map(({ glob }) => glob))
  const isOfPath: Matcher = globMatcher(rules.filter(({ ofNames }) => !ofNames).map(({ glob }) => glob))
  return (written) => {
    // The same secrets have the names `.ENV` and `Server.PEM` on systems that take them for the same.
    const path = written.toLowerCase()
    const name = path.slice(path.lastIndexOf('/') + 1)
    if (!isOfName(name) && !isOfPath(path)) return undefined
    return rules.find(({ ofNames, matches }) => matches(ofNames ? name : path))?.rule
  }
}

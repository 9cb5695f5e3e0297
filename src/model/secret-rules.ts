import { globMatcher, type Matcher } from './glob.ts'

/**
 * How a file of secrets is treated: `env` has a name and a value a line, `netrc` passwords after a word that says so,
 * `urls` addresses with passwords, `json` values in a document; `key` may be a private key; `sealed` is secret as a
 * whole, and `plain` not at all. A list holds JSON pointers (RFC 6901) of secret values, `*` for any one segment.
 */
export type SecretRule = 'env' | 'netrc' | 'urls' | 'json' | 'key' | 'sealed' | 'plain' | readonly string[]

/**
 * Rules by globs over the paths of a version, whatever the case of either; a glob without a slash is for a name in any
 * folder. The last that matches counts.
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
  '**/.aws/credentials': 'env',
  '.netrc': 'netrc',
  _netrc: 'netrc',
  '.git-credentials': 'urls',
  '.clasprc.json': 'json',
  '**/.docker/config.json': 'json',
  '.pgpass': 'sealed',
  '.htpasswd': 'sealed',
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
}

/** Finds the rule for a path; undefined when none matches. */
export type FindSecretRule = (path: string) => SecretRule | undefined

/** Finds among rules, of which later ones go before earlier ones. */
export function secretRuleFinder(...all: readonly SecretRules[]): FindSecretRule {
  const rules = all
    .flatMap((rules) => Object.entries(rules))
    .reverse()
    .map(([written, rule]) => {
      const glob = written.toLowerCase()
      return { ofNames: !glob.includes('/'), glob, matches: globMatcher([glob]), rule }
    })
  const names = rules.filter(({ ofNames }) => ofNames)
  const paths = rules.filter(({ ofNames }) => !ofNames)
  // Most files match none: the names are asked all at once.
  const isOfName: Matcher = globMatcher(names.map(({ glob }) => glob))
  return (written) => {
    // The same secrets have the names `.ENV` and `Server.PEM` on systems that take them for the same.
    const path = written.toLowerCase()
    const name = path.slice(path.lastIndexOf('/') + 1)
    const mayMatch = names.length > 0 && isOfName(name) ? rules : paths
    return mayMatch.find(({ ofNames, matches }) => matches(ofNames ? name : path))?.rule
  }
}

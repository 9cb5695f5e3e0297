import type { SecretRules } from '../model/secret-rules.ts'

/** What `jsnap.config.json` says; all of it is optional. docs/configuration.md says more of each member. */
export interface Config {
  readonly $schema?: string | undefined
  /** AWS regions; the first is the primary one; `all` are those that the account has enabled. */
  readonly regions?: readonly string[] | undefined
  readonly s3?: BucketsConfig | undefined
  readonly dynamodb?: TablesConfig | undefined
  /** All roles and policies, not only those that are used. */
  readonly iam?: 'all' | undefined
  readonly local?: LocalConfig | undefined
  /** Google Apps Script projects: name to script id. */
  readonly gas?: Readonly<Record<string, string>> | undefined
  /** Addresses that others call and that no API lists. */
  readonly webhooks?: readonly { readonly name: string; readonly url: string }[] | undefined
  readonly secrets?: SecretsConfig | undefined
  /** Places of documents whose changes `diff` leaves out, as `lambda/**#/versions`. */
  readonly ignore?: readonly string[] | undefined
}

/** Which buckets and objects are captured. */
export interface BucketsConfig {
  /** Globs over names of the buckets to capture; all when not given. */
  readonly include?: readonly string[] | undefined
  /** Globs over names of buckets to leave out. */
  readonly exclude?: readonly string[] | undefined
  /** Whose tags and ACLs are read again though the object is as before: of all, of small buckets, of none. */
  readonly readTags?: 'always' | 'small' | 'never' | undefined
  /** Buckets that should hold the same, as production and staging. */
  readonly pairs?: readonly (readonly [string, string])[] | undefined
  /** Rules for the buckets whose name matches the glob. */
  readonly buckets?: Readonly<Record<string, ObjectsConfig>> | undefined
}

/** Which objects of a bucket are captured. */
export interface ObjectsConfig {
  /** Globs over keys to capture; all when not given. */
  readonly include?: readonly string[] | undefined
  /** Globs over keys to leave out. */
  readonly exclude?: readonly string[] | undefined
  /** Bytes, or text such as `100MB` or `1GiB`; objects above this size become stubs. */
  readonly maxSize?: number | string | undefined
}

/** Which tables' items are captured. */
export interface TablesConfig {
  /** Globs over names of the tables whose items are captured; all when not given. */
  readonly include?: readonly string[] | undefined
  /** Globs over names of tables whose items are left out. */
  readonly exclude?: readonly string[] | undefined
  /** What reading a table may consume; half of what is provisioned when not given. */
  readonly readUnitsPerSecond?: number | undefined
}

/** Local folders by the name they get below `local/`; `tooling` is none of them. */
export interface LocalConfig {
  /** LaunchAgents, crontab, systemd user units and dotfiles of this machine. */
  readonly tooling?: boolean | undefined
  readonly [name: string]: LocalFolderConfig | boolean | undefined
}

/** A local folder. */
export interface LocalFolderConfig {
  /** A folder, a file or a glob, relative to the configuration. */
  readonly path: string
  /** Patterns as in a `.gitignore`. */
  readonly ignore?: readonly string[] | undefined
}

/** How secret values are treated. */
export interface SecretsConfig {
  /** Whom they are sealed for, as `age1…`; without any they are dropped. */
  readonly recipients?: readonly string[] | undefined
  /** How files of secrets are treated, by globs over paths; pointers to values in documents. */
  readonly rules?: SecretRules | undefined
  /** Findings of the secret scan that are false. */
  readonly allow?: readonly { readonly path: string; readonly rule?: string | undefined }[] | undefined
}

/** The folders of a section, by their names. */
export function localFolders(local: LocalConfig | undefined): [name: string, LocalFolderConfig][] {
  return Object.entries(local ?? {}).flatMap(([name, folder]) =>
    typeof folder === 'object' ? [[name, folder]] : [],
  )
}

import type { Digest } from './digest.ts'
import type { S3Config } from './s3-config.ts'
import type { SecretRule } from './secret-rules.ts'

/** What a version was asked for. Of what lies outside of it, the version says nothing. */
export interface Scope {
  /** The AWS account; null where it is unknown, as when no source of AWS was asked. */
  readonly account: string | null
  /** As `aws`, `aws-cn`. */
  readonly partition: string | null
  /** The region whose resources have no `@region` in their paths. */
  readonly primaryRegion: string | null
  /** All regions that were asked, the primary one among them, in order. */
  readonly regions: readonly string[]
  /** The sources that were asked, in order. */
  readonly sources: readonly string[]
  /** The words of `--only` and `--skip`. */
  readonly only: readonly string[]
  readonly skip: readonly string[]
  /** The rules of the configuration for buckets and objects, where there are any. */
  readonly s3?: Pick<S3Config, 'include' | 'exclude' | 'buckets'>
  /** The tables whose items are left out, where there are any. */
  readonly tables?: TableScope
  /** All roles and policies were asked for, and not only those that are used. */
  readonly iam?: 'all'
  readonly local?: LocalScope
  /** Script ids of Apps Script projects by their names. */
  readonly gas?: Readonly<Record<string, string>>
  /** The names of webhooks. */
  readonly webhooks?: readonly string[]
  /** By which rules secret values were marked: they decide on how a file is stored. */
  readonly secretRules?: SecretRulesScope
  /** What each source knew to ask for: the content that holds its declaration (`Declared`) as canonical JSON. */
  readonly declarations: Readonly<Record<string, Digest>>
}

/** The scope of a version that was asked for nothing. */
export const NOTHING_ASKED: Scope = {
  account: null,
  partition: null,
  primaryRegion: null,
  regions: [],
  sources: [],
  only: [],
  skip: [],
  declarations: {},
}

/** The part of a scope that a configuration decides on; a version made before it was kept has none of it. */
export type ConfiguredScope = Pick<
  Scope,
  's3' | 'tables' | 'iam' | 'local' | 'gas' | 'webhooks' | 'secretRules'
>

/** Which tables' items were asked for. */
export interface TableScope {
  /** False where only schemas were. */
  readonly data: boolean
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
}

/** The rules for files of secrets. */
export interface SecretRulesScope {
  /** Those of the configuration: glob and rule. Their order counts. */
  readonly own: readonly (readonly [glob: string, rule: SecretRule])[]
  /** Digest of those that the jsnap of that day had of its own. */
  readonly known: Digest
}

/** Which local folders were asked for. */
export interface LocalScope {
  readonly folders: Readonly<Record<string, LocalFolderScope>>
  /** The set of a developer's machine was. */
  readonly tooling: boolean
}

/** A local folder as the configuration names it. */
export interface LocalFolderScope {
  /** A folder, a file or a glob, relative to the configuration. */
  readonly path: string
  /** Patterns as in a .gitignore. */
  readonly ignore: readonly string[]
}

/**
 * jsnap as a library: what other programs, and the commands of jsnap itself, may use. It prints nothing, prompts for
 * nothing, and takes the clock and the environment from its caller.
 */

export { openStore, createStore, type OpenStoreOptions } from './api/open-store.ts'
export { findStore, isStore } from './store/store-folder.ts'
export type { Store } from './store/store.ts'
export type { Refs } from './store/refs.ts'
export { userOf, type OwnedProcess } from './runtime/user-of.ts'
export type { User } from './runtime/user.ts'

export {
  versions,
  versionsNamed,
  chooseVersion,
  type ChooseVersionOptions,
  type VersionsOptions,
} from './api/versions.ts'
export { resolveVersion } from './versions/resolve.ts'
export { meaningOf, pathsNamed, thingsNamed, type PathsNamedOptions } from './api/paths-named.ts'
export type { NamedThing } from './names/things-named.ts'
export { namesOf } from './api/names-of.ts'
export type { Meaning, Takes } from './versions/arguments.ts'
export { parseAddress, type Address } from './versions/address.ts'
export { parseMoment, type Moment } from './versions/moment.ts'
export { isVersionName } from './versions/names.ts'
export {
  tags,
  addTag,
  removeTag,
  goodVersions,
  setGood,
  type ChangeTagsOptions,
  type Tag,
} from './api/tags.ts'
export { labelOf, shortId, type Version } from './versions/version.ts'
export { partOf } from './versions/partial.ts'
export type {
  Commit,
  CommitFindings,
  CommitSecrets,
  Counts,
  Gap,
  Problem,
  SourceReport,
} from './model/commit.ts'
export { makerText, wholeMakerText, type Maker } from './model/maker.ts'
export type { ShopCheck } from './model/shop-check.ts'
export { summariseProblems, type ProblemSummary } from './api/problem-summary.ts'
export type { Scope } from './model/scope.ts'

export { entries, entryPaths, entryLines, type EntriesOptions } from './api/entries.ts'
export { namesInFolder } from './api/names-in-folder.ts'
export { profileNames, regionNames, sourceNames } from './api/known-names.ts'
export { entryAt, hasPath } from './api/entry-at.ts'
export { readContent, streamContent, type StreamContentOptions } from './api/read-content.ts'
export type { Entry, EntryType } from './model/entry.ts'
export type { ContentOf } from './store/entry-content.ts'
export type { Digest } from './model/digest.ts'

export type { Change, ChangeType, Side } from './diff/compare/change.ts'
export type { EntryPair } from './diff/compare/compare.ts'
export type { NotCompared } from './diff/compare/not-compared.ts'
export type { Summary } from './diff/compare/summary.ts'
export type { Detail } from './diff/document/detail.ts'
export { diff, type Difference, type DiffOptions } from './api/diff.ts'
export { bucketPairs } from './api/pairs.ts'
export type { Step } from './history/path-history.ts'
export { pathHistory, type PathHistoryOptions } from './api/path-history.ts'
export { blame } from './api/blame.ts'
export type { BlamedField } from './history/blame.ts'
export { find, type FindOptions, type FindResult } from './api/find.ts'
export type { Hit } from './history/find.ts'
export type { FoundLines } from './history/text-search.ts'
export type { SearchGap } from './history/search-gaps.ts'
export {
  query,
  queryTables,
  type QueryAnswer,
  type QueryOptions,
  type TableDescription,
} from './api/query.ts'
export type { Answered } from './query/query-database.ts'
export type { Column } from './query/query-table.ts'
export { checkout, type CheckoutOptions } from './api/checkout.ts'
export type { CheckoutProgress, CheckoutResult } from './checkout/checkout.ts'

export { capture } from './api/capture.ts'
export type { CaptureOptions, CaptureResult, StoreToOpen } from './api/capture-version.ts'
export type { AwsOptions, EstateOptions } from './capture/estate.ts'
export type { SourceProgress } from './capture/progress.ts'
export { captureLive } from './api/capture-live.ts'
export type { CaptureLiveOptions, LiveVersion } from './api/capture-beside.ts'
export { coverage } from './api/coverage.ts'
export type { Coverage, CoverageOptions } from './api/coverage-of.ts'
export type { IamPolicy } from './model/iam-policy.ts'
export { leastPolicy, type LeastPolicyOptions } from './api/least-policy.ts'
export type { Config } from './config/config.ts'
export { parseConfig, readConfig, type ConfigInFolder } from './api/read-config.ts'
export { effectiveConfig, type EffectiveConfig } from './api/effective-config.ts'

export type { Check, Failure } from './verify/check.ts'
export { verify, type VerifyOptions } from './api/verify.ts'
export { check, repair, restoreFormat, type CheckOptions, type RepairOptions } from './api/check.ts'
export type { FsckReport } from './store/fsck.ts'
export type { RepairReport } from './store/repair.ts'
export type { StoreProblem, Touch } from './store/store-problem.ts'

export type { Secret, SecretName } from './model/secret.ts'
export type { SecretKeyProblem } from './store/secret-key.ts'
export { secretNames, sealedSecrets, openSecrets, secretKeyProblem } from './api/secrets.ts'
export { defaultIdentityFile, makeIdentity, readIdentities } from './secrets/identity-file.ts'

export { formatCount, formatCountOf } from './runtime/format-count.ts'
export { JsnapError, isJsnapError, ERROR_CODES, type ErrorCode } from './runtime/errors.ts'

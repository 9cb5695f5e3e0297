import { resolve } from 'node:path'
import { bytesOf } from '../runtime/byte-size.ts'
import { localFolders, type Config } from '../config/config.ts'
import type { FindFileRule } from '../model/secret-rules.ts'
import type { AwsSession } from '../sources/aws/session.ts'
import { createGasSource } from '../sources/gas/gas-source.ts'
import { createLocalSource } from '../sources/local/local-source.ts'
import type { S3Config } from '../model/s3-config.ts'
import { globMatcher } from '../runtime/glob.ts'
import type { TableData } from '../sources/aws/content-context.ts'
import { IamReferences } from '../sources/aws/iam-references.ts'
import { createServiceSource } from '../sources/aws/service-source.ts'
import { S3 } from '../services/s3.ts'
import { SERVICES } from '../services/services.ts'
import type { MarkAt } from '../sources/mark.ts'
import { createS3Source } from '../sources/s3/s3-source.ts'
import type { Source } from '../sources/source.ts'
import { createWebhooksSource } from '../sources/webhooks/webhooks-source.ts'

/** What the sources of a configuration are made from. */
export interface SourceOptions {
  readonly config: Config
  /** The folder that relative paths of the configuration start from. */
  readonly folder: string
  /** What commands are run with. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** For what commands write. */
  readonly temporaryFolder: string
  readonly session: AwsSession
  readonly markAt: MarkAt
  /** How local files of secrets are treated. */
  readonly fileRule: FindFileRule
  /** Reads the tags and ACLs of objects again that have not changed. */
  readonly deep: boolean
  /** Without it, only the schemas of tables are captured. */
  readonly tableData: boolean
  /** Folders that are never captured: the store's own. */
  readonly exclude: readonly string[]
}

/** The sources that a configuration asks for. The AWS account always is one; a section that is missing is not. */
export function configuredSources(options: SourceOptions): Source[] {
  const { config, folder, env, temporaryFolder, session, markAt, fileRule, deep, exclude } = options
  const service = {
    session,
    markAt,
    references: new IamReferences(config.iam === 'all'),
    tableData: tableData(options),
    isNamed: (name: string) =>
      (name === 'iam' && config.iam === 'all') ||
      (name === 'dynamodb' && config.dynamodb?.include !== undefined),
  }
  const sources: Source[] = [
    createS3Source({ ...service, config: s3Config(config), deep }),
    ...SERVICES.filter((declared) => declared !== S3).map((declared) =>
      createServiceSource(declared, service),
    ),
  ]
  if (config.local !== undefined) {
    const folders = localFolders(config.local).map(([name, { path, ignore }]) => ({
      name,
      path: resolve(folder, path),
      ignore: ignore ?? [],
    }))
    sources.push(
      createLocalSource(folders, {
        exclude,
        markAt,
        ruleOf: fileRule,
        ...(config.local.tooling === true ? { tooling: { env, markAt } } : {}),
      }),
    )
  }
  if (config.gas !== undefined) sources.push(createGasSource(config.gas, { env, temporaryFolder }))
  if (config.webhooks !== undefined) sources.push(createWebhooksSource(config.webhooks, markAt))
  return sources
}

function tableData({ config: { dynamodb }, tableData: wanted }: SourceOptions): TableData {
  const isIncluded = dynamodb?.include === undefined ? () => true : globMatcher(dynamodb.include)
  const isExcluded = globMatcher(dynamodb?.exclude ?? [])
  return {
    leftOut(table) {
      if (!wanted) return 'left out by --no-table-data'
      return isIncluded(table) && !isExcluded(table) ? undefined : 'left out by the configuration'
    },
    readUnitsPerSecond: dynamodb?.readUnitsPerSecond,
  }
}

/** The rules for buckets and objects, sizes as numbers. */
export function s3Config({ s3 }: Config): S3Config {
  const buckets = Object.entries(s3?.buckets ?? {}).map(([glob, { maxSize, include, exclude }]) => [
    glob,
    {
      ...(include === undefined ? {} : { include }),
      ...(exclude === undefined ? {} : { exclude }),
      ...(maxSize === undefined ? {} : { maxSize: bytesOf(maxSize) }),
    },
  ])
  return {
    ...(s3?.include === undefined ? {} : { include: s3.include }),
    ...(s3?.exclude === undefined ? {} : { exclude: s3.exclude }),
    ...(s3?.readTags === undefined ? {} : { readTags: s3.readTags }),
    buckets: Object.fromEntries(buckets) as NonNullable<S3Config['buckets']>,
  }
}

import { localFolders, type Config } from '../config/config.ts'
import { digestOf } from '../model/digest.ts'
import { folderSpelling } from '../model/folder-spelling.ts'
import type { ConfiguredScope, LocalScope, Scope, TableScope } from '../model/scope.ts'
import { DEFAULT_SECRET_RULES } from '../model/secret-rules.ts'
import { s3Config } from './configured-sources.ts'

/** Their order counts. */
const KNOWN_RULES = digestOf(Buffer.from(JSON.stringify(Object.entries(DEFAULT_SECRET_RULES))))

/** What a configuration in a folder, and the flags, make of the scope. */
export function configuredScope(config: Config, folder: string, tableData: boolean): ConfiguredScope {
  const [s3, tables] = [s3Scope(config), tableScope(config, tableData)]
  const { iam, local, gas, webhooks, secrets } = config
  return {
    ...(s3 === undefined ? {} : { s3 }),
    ...(tables === undefined ? {} : { tables }),
    ...(iam === undefined ? {} : { iam }),
    ...(local === undefined ? {} : { local: localScope(local, folder) }),
    ...(gas === undefined ? {} : { gas }),
    ...(webhooks === undefined ? {} : { webhooks: webhooks.map(({ name }) => name).sort() }),
    secretRules: { own: Object.entries(secrets?.rules ?? {}), known: KNOWN_RULES },
  }
}

function s3Scope(config: Config): Scope['s3'] {
  const { include, exclude, buckets } = s3Config(config)
  const names = {
    ...(include === undefined ? {} : { include }),
    ...(exclude === undefined ? {} : { exclude }),
  }
  const s3 = { ...names, ...(Object.keys(buckets ?? {}).length === 0 ? {} : { buckets }) }
  return Object.keys(s3).length === 0 ? undefined : s3
}

function tableScope({ dynamodb }: Config, data: boolean): TableScope | undefined {
  const { include, exclude } = dynamodb ?? {}
  if (data && include === undefined && exclude === undefined) return undefined
  return {
    data,
    ...(include === undefined ? {} : { include }),
    ...(exclude === undefined ? {} : { exclude }),
  }
}

function localScope(local: NonNullable<Config['local']>, folder: string): LocalScope {
  const named = localFolders(local).map(
    ([name, { path, ignore = [] }]) => [name, { path: folderSpelling(path, folder), ignore }] as const,
  )
  return { folders: Object.fromEntries(named), tooling: local.tooling === true }
}

import { resolve } from 'node:path'
import { localFolders, type Config } from '../config/config.ts'
import { memberOf } from '../model/json-place.ts'
import type { Scope } from '../model/scope.ts'

/**
 * A configuration that asks for what a version was asked for. Folders, projects and webhooks come from the configuration
 * alone, as far as the version has the same ones: a version may be somebody else's.
 */
export function configInScope(config: Config, scope: Scope, folder: string): Config {
  const { primaryRegion, regions } = scope
  const ordered =
    primaryRegion === null ? regions : [primaryRegion, ...regions.filter((name) => name !== primaryRegion)]
  return {
    ...config,
    regions: ordered.length === 0 ? config.regions : [...ordered],
    ...(isKept(scope) ? configured(config, scope, folder) : {}),
  }
}

/** Versions made before it was kept do not say. */
function isKept({ declarations }: Scope): boolean {
  return Object.keys(declarations).length > 0
}

function configured(
  config: Config,
  { s3, tables, iam, local, gas, webhooks }: Scope,
  folder: string,
): Partial<Config> {
  const sameFolders = localFolders(config.local).flatMap(([name, rules]) => {
    const path = memberOf(local?.folders ?? {}, name)?.path
    const isSame = path !== undefined && resolve(folder, path) === resolve(folder, rules.path)
    return isSame ? [[name, { ...rules, path }] as const] : []
  })
  const sameProjects = Object.entries(config.gas ?? {}).filter(([name, id]) => gas?.[name] === id)
  const buckets = Object.entries(s3?.buckets ?? {}).map(([glob, rules]) => [
    glob,
    {
      ...(rules.include === undefined ? {} : { include: [...rules.include] }),
      ...(rules.exclude === undefined ? {} : { exclude: [...rules.exclude] }),
      ...(rules.maxSize === undefined ? {} : { maxSize: rules.maxSize }),
    },
  ])
  return {
    s3: {
      ...config.s3,
      include: copy(s3?.include),
      exclude: copy(s3?.exclude),
      buckets: Object.fromEntries(buckets) as NonNullable<Config['s3']>['buckets'],
    },
    dynamodb: { ...config.dynamodb, include: copy(tables?.include), exclude: copy(tables?.exclude) },
    iam,
    local:
      local === undefined || config.local === undefined
        ? undefined
        : {
            ...Object.fromEntries(sameFolders),
            tooling: config.local.tooling === true && local.tooling,
          },
    gas: gas === undefined || config.gas === undefined ? undefined : Object.fromEntries(sameProjects),
    webhooks:
      webhooks === undefined ? undefined : config.webhooks?.filter(({ name }) => webhooks.includes(name)),
  }
}

function copy(list: readonly string[] | undefined): string[] | undefined {
  return list === undefined ? undefined : [...list]
}

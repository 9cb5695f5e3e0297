import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { localFolders, type Config } from '../config/config.ts'
import { globBase } from '../runtime/glob.ts'
import { isInside, realPath } from '../store/real-path.ts'

/** Members that say only which part of the account is captured, and how a difference is shown. */
const HARMLESS: ReadonlySet<string> = new Set(['$schema', 'dynamodb', 'iam', 'ignore', 'regions', 's3'])

/**
 * What of a configuration reaches outside of its folder: what else is read, to whom values are sealed, what is asked with
 * the user's other credentials. A member that is added to the configuration counts until it is known as harmless.
 */
export function outwardMembers({ local, ...rest }: Config, folder: string): string[] {
  const paths = localFolders(local)
    .filter(([, { path }]) => reachesOut(path, folder))
    .map(([name, { path }]) => `local.${name}.path ${path}`)
  const members = Object.entries(rest)
    .filter(([name, value]) => !HARMLESS.has(name) && value !== undefined)
    .flatMap(([name, value]) =>
      name === 'secrets' ? Object.keys(value as object).map((key) => `secrets.${key}`) : [name],
    )
  return [...(local?.tooling === true ? ['local.tooling'] : []), ...paths, ...members]
}

/** Whatever a link on the way leads to. */
function reachesOut(path: string, folder: string): boolean {
  const root = realPath(folder)
  const base = existsSync(resolve(folder, path)) ? path : globBase(path)
  return !isInside(realPath(resolve(root, base)), root)
}

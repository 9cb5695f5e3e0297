import { resolve } from 'node:path'
import { memberOf } from '../model/json-place.ts'
import type { ConfiguredScope, Scope } from '../model/scope.ts'

/**
 * What is configured, with its folders spelled as the version before has them, where they are the same: a folder outside
 * of the configuration's may be written in full or from there.
 */
export function spelledAsBefore(
  configured: ConfiguredScope,
  before: Scope | undefined,
  folder: string,
): ConfiguredScope {
  const { local } = configured
  if (local === undefined) return configured
  const folders = Object.entries(local.folders).map(([name, own]) => {
    const there = memberOf(before?.local?.folders ?? {}, name)?.path ?? own.path
    const isSame = resolve(folder, there) === resolve(folder, own.path)
    return [name, isSame ? { ...own, path: there } : own] as const
  })
  return { ...configured, local: { ...local, folders: Object.fromEntries(folders) } }
}

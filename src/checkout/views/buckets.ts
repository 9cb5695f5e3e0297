import { comparePaths } from '../../model/paths.ts'
import type { Item } from '../../versions/inventory.ts'
import { BUCKET_CONFIGS, OBJECTS } from '../../model/scope-folders.ts'

/** A bucket of a version: the range of items that lie in it. */
export interface Bucket {
  readonly name: string
  /** Index of its first item; `end` is the one after its last. */
  readonly start: number
  readonly end: number
  /** The path of its configuration, when the version has it. */
  readonly config: string | undefined
}

const CONFIG_END = '.json'

/** The buckets of a version by name: those that hold something, and those of which only the configuration is there. */
export function bucketsOf(items: readonly Item[]): Bucket[] {
  const buckets = new Map<string, Bucket>()
  items.forEach(({ path }, i) => {
    const border = path.startsWith(OBJECTS) ? path.indexOf('/', OBJECTS.length) : -1
    if (border === -1) return
    const name = path.slice(OBJECTS.length, border)
    buckets.set(name, { name, start: buckets.get(name)?.start ?? i, end: i + 1, config: undefined })
  })
  for (const { path, type } of items) {
    if (type !== 'config' || !path.startsWith(BUCKET_CONFIGS) || !path.endsWith(CONFIG_END)) continue
    const name = path.slice(BUCKET_CONFIGS.length, -CONFIG_END.length)
    if (name.includes('/')) continue
    buckets.set(name, { ...(buckets.get(name) ?? { name, start: 0, end: 0 }), config: path })
  }
  return [...buckets.values()].sort((a, b) => comparePaths(a.name, b.name))
}

import type { Json } from '../model/canonical-json.ts'
import { isList, isObject } from '../model/json-place.ts'
import { pathOf } from '../model/kind-path.ts'
import type { Host } from '../services/declaration/hosts.ts'
import { SOURCES } from '../services/services.ts'
import { hostName } from './record-sets.ts'
import type { VerifiedVersion } from './verified-version.ts'

/** A kind of resources that hosts lead to. */
interface Target extends Host {
  readonly path: string
  /** Where a version has them. */
  readonly folder: string
  /** The folder of their service. */
  readonly around: string
}

const TARGETS: readonly Target[] = SOURCES.flatMap(({ prefixes, resources }) =>
  resources.flatMap(({ path, hosts = [] }) => {
    const folder = path.slice(0, path.indexOf('*'))
    const around = prefixes.find((prefix) => path.startsWith(prefix)) ?? folder
    return hosts.map((host) => ({ ...host, path, folder, around }))
  }),
)

/** Says whether host names are those of captured resources. */
export class CapturedHosts {
  readonly #subject: VerifiedVersion
  readonly #strange = new Set<string>()
  readonly #names = new Map<Target, ReadonlySet<string>>()

  constructor(subject: VerifiedVersion) {
    this.#subject = subject
  }

  /**
   * Says that a host is of a kind that is captured and of no resource that was; undefined when all is well, or nobody
   * can tell. `record` is the name that leads there.
   */
  missing(host: string, record: string): string | undefined {
    const targets = TARGETS.filter(({ pattern }) => pattern.test(host))
    if (targets.length === 0 || !targets.every(({ folder }) => this.#subject.knows(folder))) return undefined
    const named = targets.find(({ at }) => at === undefined)
    if (targets.some((target) => target !== named && this.#has(target, host))) return undefined
    return named === undefined
      ? `nothing in ${folderOf(targets)} has that name`
      : this.#missingBucket(named, named.pattern.exec(host)?.[1] ?? record)
  }

  /** What follows a summary: the buckets that this account never had. Only their owner can know whether they exist. */
  get remark(): string {
    const names = [...this.#strange].sort()
    return names.length === 0 ? '' : `; in other accounts or nonexistent: ${names.join(', ')}`
  }

  /** Names of buckets are those of all accounts. */
  #missingBucket(target: Target, bucket: string): string | undefined {
    const path = pathOf(target.path, bucket)
    if (this.#subject.item(path) !== undefined) return undefined
    if (this.#subject.wasCaptured(path)) return `the bucket ${bucket} no longer exists`
    this.#strange.add(bucket)
    return undefined
  }

  #has(target: Target, host: string): boolean {
    const names = this.#namesOf(target)
    // An API's own host begins with its id.
    return names.has(host) || names.has(host.split('.')[0] ?? '')
  }

  /** What documents have at the places of their own hosts; of URLs the hosts. */
  #namesOf(target: Target): ReadonlySet<string> {
    let names = this.#names.get(target)
    if (names === undefined) {
      const found = new Set<string>()
      for (const { document } of this.#subject.documentsBelow(target.folder))
        for (const place of target.at ?? []) collect(document, place.split('.'), found)
      names = found
      this.#names.set(target, names)
    }
    return names
  }
}

/** Where somebody would look: of a service with several such kinds, its folder. */
function folderOf(targets: readonly Target[]): string {
  const usual = targets.filter(({ rarely }) => rarely !== true)
  const folders = new Set(usual.map(({ folder }) => folder))
  return [...(folders.size > 1 ? usual.map(({ around }) => around) : folders)][0] ?? ''
}

function collect(value: Json | undefined, [name, ...rest]: readonly string[], into: Set<string>): void {
  if (isList(value)) {
    for (const item of value) collect(item, name === undefined ? [] : [name, ...rest], into)
  } else if (name !== undefined) {
    if (isObject(value)) collect(value[name], rest, into)
  } else if (typeof value === 'string') {
    into.add(hostName(URL.canParse(value) ? new URL(value).hostname || value : value))
  }
}

import type { Json } from '../model/canonical-json.ts'
import { at, isList, isObject } from '../model/json-place.ts'
import { hostName } from './record-sets.ts'
import type { Subject } from './subject.ts'

interface System {
  readonly hosts: RegExp
  readonly folder: string
  /** Where a document has its own host, when it may name those of others as well. */
  readonly at?: string
}

/** Host names that AWS gives to resources, and where a version has these resources. */
const SYSTEMS: readonly System[] = [
  { hosts: /\.cloudfront\.net$/, folder: 'cloudfront/distributions/', at: 'DomainName' },
  { hosts: /\.execute-api\.[a-z0-9-]+\.amazonaws\.com$/, folder: 'integrations/api-gateway/' },
  { hosts: /\.lambda-url\.[a-z0-9-]+\.on\.aws$/, folder: 'lambda/functions/' },
  { hosts: /\.rds\.amazonaws\.com$/, folder: 'databases/rds/' },
  { hosts: /\.amazonlightsail\.com$/, folder: 'lightsail/' },
]

/** `shop.s3.us-east-1.amazonaws.com`, `shop.s3-website-us-east-1.amazonaws.com` and their older forms. */
const BUCKET_HOST = /^(.+)\.s3(?:-website)?(?:[.-](?:dualstack\.)?[a-z0-9-]+)?\.amazonaws\.com$/
/** An alias of Route 53 names the website endpoint alone; the bucket is called as the record. */
const WEBSITE_HOST = /^s3-website[.-][a-z0-9-]+\.amazonaws\.com$/

/** Tells whether host names are those of captured resources. */
export class CapturedHosts {
  readonly #subject: Subject
  readonly #strange = new Set<string>()
  readonly #names = new Map<string, ReadonlySet<string>>()

  constructor(subject: Subject) {
    this.#subject = subject
  }

  /**
   * Says that a host is of a kind that is captured and of no resource that was; undefined when all is well, or nobody
   * can tell. `record` is the name that leads there.
   */
  missing(host: string, record: string): string | undefined {
    const bucket = WEBSITE_HOST.test(host) ? record : BUCKET_HOST.exec(host)?.[1]
    if (bucket !== undefined) {
      const path = `s3-configs/${bucket}.json`
      if (!this.#subject.knows('s3-configs/') || this.#subject.item(path) !== undefined) return undefined
      if (this.#subject.wasCaptured(path)) return `the bucket ${bucket} is gone`
      this.#strange.add(bucket)
      return undefined
    }
    const system = SYSTEMS.find(({ hosts }) => hosts.test(host))
    if (system === undefined || !this.#subject.knows(system.folder)) return undefined
    const names = this.#namesIn(system)
    // An API's own host begins with its id.
    return names.has(host) || names.has(host.split('.')[0] ?? '')
      ? undefined
      : `nothing in ${system.folder} has that name`
  }

  /** What follows a summary: the buckets that this account never had. Nobody but their owner can tell whether they are there. */
  get remark(): string {
    const names = [...this.#strange].sort()
    return names.length === 0 ? '' : `; of other accounts, or nowhere: ${names.join(', ')}`
  }

  /** Every text in the documents of a folder, or at one place of each; of URLs the hosts. */
  #namesIn({ folder, at: place }: System): ReadonlySet<string> {
    let names = this.#names.get(folder)
    if (names === undefined) {
      const found = new Set<string>()
      for (const { document } of this.#subject.documentsBelow(folder))
        collect(place === undefined ? document : at(place, document), found)
      names = found
      this.#names.set(folder, names)
    }
    return names
  }
}

function collect(value: Json | undefined, into: Set<string>): void {
  if (typeof value === 'string') {
    into.add(hostName(URL.canParse(value) ? new URL(value).hostname || value : value))
  } else if (isList(value)) for (const item of value) collect(item, into)
  else if (isObject(value)) for (const item of Object.values(value)) collect(item, into)
}

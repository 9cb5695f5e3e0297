import type { Identity } from '../services/resource-names.ts'

/** A name, an id or an ARN that somebody has written. */
export interface SoughtName {
  /** The service that an ARN names, as ARNs do; undefined for what is no ARN. */
  readonly service: string | undefined
  /** The part of an ARN that names the resource, with slashes for colons. */
  readonly resource: string
  /** What is no ARN, as it is compared. */
  readonly name: string
  /** How well a resource is what is meant; 0 for what is not. */
  rank(identity: Identity, account: string | null): number
}

/**
 * Reads what was written. Names of domains are the same whatever their case, and with a dot at their end; all others must
 * be equal. An ARN is that of a resource whose document has it; else of one with a name or an id that it ends in; else of
 * one that it has in its middle, as that of an alias of a function.
 */
export function soughtName(text: string): SoughtName {
  if (!text.startsWith('arn:')) {
    const name = plain(text)
    const rank = ({ names, ids }: Identity) => Number([...ids, ...names].some((own) => plain(own) === name))
    return { service: undefined, resource: '', name, rank }
  }
  const [, , service = '', region = '', account = '', ...rest] = text.split(':')
  const resource = rest
    .join('/')
    .replace(/\/\*$/, '')
    .replace(/\/{2,}/g, '/')
  const steps = resource.split('/')
  const shorter = steps.map((_, i) => steps.slice(0, i + 1).join('/')).slice(1, -1)
  return {
    service,
    resource,
    name: '',
    rank({ ids, arns, otherArns, region: own }, ownAccount) {
      if (arns.includes(text)) return 4
      if (region !== '' && own !== undefined && region !== own) return 0
      if (/^\d+$/.test(account) && ownAccount !== null && account !== ownAccount) return 0
      if (ids.some((id) => isEndOf(id, resource))) return otherArns.includes(text) ? 3 : 2
      return Number(shorter.some((part) => ids.some((id) => isEndOf(id, part))))
    },
  }
}

function isEndOf(id: string, resource: string): boolean {
  const own = id.replaceAll(':', '/').replace(/^\/+/, '')
  return resource === own || resource.endsWith(`/${own}`)
}

/** A name as it is compared. */
function plain(name: string): string {
  return name.includes('.') ? name.toLowerCase().replace(/(?<=.)\.$/, '') : name
}

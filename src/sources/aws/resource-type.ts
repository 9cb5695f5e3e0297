/**
 * Services whose ARNs name a kind deeper down: in `table/orders/backup/01` it is the third part, in
 * `regional/webacl/shop/1` the second.
 */
const DEEPER: Readonly<Record<string, RegExp>> = {
  dynamodb: /^table\/[^/]+\/(backup|stream|index|import|export)\//,
  wafv2: /^(?:regional|global)\/([a-z]+)/,
}

/** `instance/i-1`, `function:name`, `/restapis/a1`; Lightsail's begin with a capital. */
const KIND = /^\/?([A-Za-z][A-Za-z-]*)[/:]/

/**
 * The kind of resource that an ARN names, as `lambda:function`; of a service with one kind that has a name only, as
 * buckets and queues, the service alone.
 */
export function typeOfArn(arn: string): string {
  const [, , service = '', , , ...rest] = arn.split(':')
  const resource = rest.join(':')
  const kind = (DEEPER[service]?.exec(resource) ?? KIND.exec(resource))?.[1]
  return kind === undefined ? service : `${service}:${kind}`
}

/** The same of what Resource Explorer calls a type, as `s3:bucket`, `wafv2:regional/webacl`. */
export function typeOfExplorer(type: string): string {
  return type.replace(/^wafv2:(?:regional|global)\//, 'wafv2:')
}

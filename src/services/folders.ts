/** The folders of services whose documents jsnap itself asks about: in views, checks and tables. */
export const CERTIFICATES = 'acm/certificates/'
export const DISTRIBUTIONS = 'cloudfront/distributions/'
export const TABLE_SCHEMAS = 'databases/dynamodb-schemas/'
export const DATABASES = 'databases/rds/'
export const POLICIES = 'iam/policies/'
export const ROLES = 'iam/roles/'
export const API_GATEWAY = 'integrations/api-gateway/'
export const MAIL = 'integrations/ses/'
export const FUNCTIONS = 'lambda/functions/'
export const LAYERS = 'lambda/layers/'
export const INSTANCES = 'lightsail/instances/'
export const DNS_RECORDS = 'route53/dns-records/'
export const HOSTED_ZONES = 'route53/hosted-zones/'
export const CLOUDFRONT_ACLS = 'waf/cloudfront/web-acls/'

/** The name of the function whose own document a path is; documents deeper down are of its versions and the like. */
export function functionAt(path: string): string | undefined {
  const below = path.startsWith(FUNCTIONS) ? path.slice(FUNCTIONS.length) : ''
  return /^([^/]+)\/config\.json$/.exec(below)?.[1]
}

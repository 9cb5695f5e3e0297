// The folders of services whose documents jsnap itself asks about: in views, checks and tables.

/** ACM certificates. */
export const CERTIFICATES = 'acm/certificates/'
/** CloudFront distributions. */
export const DISTRIBUTIONS = 'cloudfront/distributions/'
/** DynamoDB tables, without their items. */
export const TABLE_SCHEMAS = 'databases/dynamodb-schemas/'
/** RDS. */
export const DATABASES = 'databases/rds/'
/** Customer managed IAM policies. */
export const POLICIES = 'iam/policies/'
/** IAM roles. */
export const ROLES = 'iam/roles/'
/** API Gateway. */
export const API_GATEWAY = 'integrations/api-gateway/'
/** SES. */
export const MAIL = 'integrations/ses/'
/** Lambda functions. */
export const FUNCTIONS = 'lambda/functions/'
/** Lambda layers. */
export const LAYERS = 'lambda/layers/'
/** Lightsail instances. */
export const INSTANCES = 'lightsail/instances/'
/** Records of hosted zones, a document for each zone. */
export const DNS_RECORDS = 'route53/dns-records/'
/** Hosted zones, without their records. */
export const HOSTED_ZONES = 'route53/hosted-zones/'
/** Web ACLs of the scope CLOUDFRONT. */
export const CLOUDFRONT_ACLS = 'waf/cloudfront/web-acls/'

/** The name of the function whose own document a path is; documents deeper down are of its versions and the like. */
export function functionAt(path: string): string | undefined {
  const below = path.startsWith(FUNCTIONS) ? path.slice(FUNCTIONS.length) : ''
  return /^([^/]+)\/config\.json$/.exec(below)?.[1]
}

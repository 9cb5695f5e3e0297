/**
 * Kinds of resources that jsnap captures, as the first parts of ARNs name them; a service alone stands for all of its
 * kinds (docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
 */
const COVERED: readonly string[] = [
  'acm',
  'apigateway',
  'cloudfront',
  'cloudwatch',
  'cognito-idp',
  'dynamodb',
  'events',
  'iam:policy',
  'iam:role',
  'lambda',
  'lightsail',
  'Lightsail',
  'logs',
  'rds:cluster',
  'rds:cluster-endpoint',
  'rds:cluster-pg',
  'rds:cluster-snapshot',
  'rds:db',
  'rds:db-proxy',
  'rds:db-proxy-endpoint',
  'rds:deployment',
  'rds:es',
  'rds:global-cluster',
  'rds:integration',
  'rds:og',
  'rds:pg',
  'rds:shard-group',
  'rds:snapshot',
  'rds:subgrp',
  'rds:target-group',
  'rds:tenant-database',
  'route53',
  's3',
  'scheduler',
  'secretsmanager',
  'ses',
  'sns',
  'sqs',
  'ssm:parameter',
  'ssm:document',
  'states',
  'wafv2',
]

const covered = new Set(COVERED)

/** Says whether resources of a type, as `lambda:function`, are captured. */
export function isCovered(type: string): boolean {
  return covered.has(type) || covered.has(type.split(':')[0] ?? '')
}

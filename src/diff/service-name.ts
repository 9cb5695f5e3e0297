/** Folders whose name is not that of a service as people write it. */
const SERVICES: Readonly<Record<string, string>> = {
  acm: 'ACM',
  cloudfront: 'CloudFront',
  'databases/dynamodb-schemas': 'DynamoDB',
  'databases/rds': 'RDS',
  'databases/table-exports': 'DynamoDB',
  'gas-projects': 'Apps Script',
  iam: 'IAM',
  'integrations/api-gateway': 'API Gateway',
  'integrations/cloudwatch': 'CloudWatch',
  'integrations/cognito': 'Cognito',
  'integrations/eventbridge': 'EventBridge',
  'integrations/logs': 'CloudWatch Logs',
  'integrations/secretsmanager': 'Secrets Manager',
  'integrations/ses': 'SES',
  'integrations/sns': 'SNS',
  'integrations/sqs': 'SQS',
  'integrations/ssm': 'Systems Manager',
  'integrations/step-functions': 'Step Functions',
  lambda: 'Lambda',
  lightsail: 'Lightsail',
  local: 'Local files',
  route53: 'Route 53',
  's3-buckets': 'S3',
  's3-configs': 'S3',
  waf: 'WAF',
}

/** The service that a path belongs to, as people write it. */
export function serviceOf(path: string): string {
  return SERVICES[folderOf(path, 2)] ?? SERVICES[folderOf(path, 1)] ?? folderOf(path, 1)
}

/** The first folders of a path. */
export function folderOf(path: string, depth: number): string {
  return path.split('/').slice(0, depth).join('/')
}

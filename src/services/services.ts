import type { Service } from './declaration/declaration.ts'
import { ACM } from './acm.ts'
import { APIGATEWAY } from './apigateway.ts'
import { CLOUDFRONT } from './cloudfront.ts'
import { CLOUDWATCH } from './cloudwatch.ts'
import { COGNITO } from './cognito.ts'
import { DYNAMODB } from './dynamodb.ts'
import { EVENTBRIDGE } from './eventbridge.ts'
import { IAM } from './iam.ts'
import { LAMBDA } from './lambda.ts'
import { LIGHTSAIL } from './lightsail.ts'
import { LOGS } from './logs.ts'
import { RDS } from './rds.ts'
import { ROUTE53 } from './route53.ts'
import { SECRETSMANAGER } from './secretsmanager.ts'
import { SES } from './ses.ts'
import { SNS } from './sns.ts'
import { SQS } from './sqs.ts'
import { SSM } from './ssm.ts'
import { STEPFUNCTIONS } from './stepfunctions.ts'
import { WAF } from './waf.ts'

/** All services of AWS but S3, which has a source of its own. */
export const SERVICES: readonly Service[] = [
  ACM,
  APIGATEWAY,
  CLOUDFRONT,
  CLOUDWATCH,
  COGNITO,
  DYNAMODB,
  EVENTBRIDGE,
  IAM,
  LAMBDA,
  LIGHTSAIL,
  LOGS,
  RDS,
  ROUTE53,
  SECRETSMANAGER,
  SES,
  SNS,
  SQS,
  SSM,
  STEPFUNCTIONS,
  WAF,
]

/** The ids that services have in the settings of endpoints, S3 and those that tell the account and its regions among them. */
export const SERVICE_IDS: readonly string[] = ['s3', 'sts', 'EC2', ...SERVICES.map(({ api }) => api.sdkId)]

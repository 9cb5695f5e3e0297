import type { Service } from './declaration.ts'
import { ACM } from './services/acm.ts'
import { APIGATEWAY } from './services/apigateway.ts'
import { CLOUDFRONT } from './services/cloudfront.ts'
import { CLOUDWATCH } from './services/cloudwatch.ts'
import { COGNITO } from './services/cognito.ts'
import { DYNAMODB } from './services/dynamodb.ts'
import { EVENTBRIDGE } from './services/eventbridge.ts'
import { IAM } from './services/iam.ts'
import { LAMBDA } from './services/lambda.ts'
import { LIGHTSAIL } from './services/lightsail.ts'
import { LOGS } from './services/logs.ts'
import { RDS } from './services/rds.ts'
import { ROUTE53 } from './services/route53.ts'
import { SECRETSMANAGER } from './services/secretsmanager.ts'
import { SES } from './services/ses.ts'
import { SNS } from './services/sns.ts'
import { SQS } from './services/sqs.ts'
import { SSM } from './services/ssm.ts'
import { STEPFUNCTIONS } from './services/stepfunctions.ts'
import { WAF } from './services/waf.ts'

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

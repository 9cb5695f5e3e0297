import { expect, test } from 'vitest'
import { isCovered } from '../../../src/sources/aws/covered-types.ts'
import { typeOfArn, typeOfExplorer } from '../../../src/sources/aws/resource-type.ts'

const arn = (service: string, resource: string, region = 'us-east-1', account = '123456789012') =>
  `arn:aws:${service}:${region}:${account}:${resource}`

test.each([
  [arn('s3', 'accesspoint/shop'), 's3:accesspoint'],
  [arn('s3', 'storage-lens/all'), 's3:storage-lens'],
  [arn('s3', 'access-grants/default'), 's3:access-grants'],
  [arn('s3express', 'bucket/fast--use1-az4--x-s3'), 's3express:bucket'],
  [arn('logs', 'anomaly-detector:1'), 'logs:anomaly-detector'],
  [arn('logs', 'scheduled-query:1'), 'logs:scheduled-query'],
  [arn('cloudwatch', 'insight-rule/top'), 'cloudwatch:insight-rule'],
  [arn('ses', 'mailmanager-rule-set/1'), 'ses:mailmanager-rule-set'],
  [arn('events', 'event-source/aws.partner/shop'), 'events:event-source'],
  [arn('events', 'replay/r'), 'events:replay'],
  [arn('acm', 'acme-endpoint/1'), 'acm:acme-endpoint'],
  [arn('dynamodb', 'table/orders/backup/01489602797149-73d8d5bc'), 'dynamodb:backup'],
  [arn('dynamodb', 'global-table/orders'), 'dynamodb:global-table'],
  [arn('cognito-identity', 'identitypool/us-east-1:1'), 'cognito-identity:identitypool'],
  [arn('pipes', 'pipe/orders'), 'pipes:pipe'],
  [arn('schemas', 'registry/shop'), 'schemas:registry'],
  [arn('route53domains', 'domain/shop.example', '', ''), 'route53domains:domain'],
  [arn('route53resolver', 'resolver-rule/1'), 'route53resolver:resolver-rule'],
  [arn('iam', 'user/ci', ''), 'iam:user'],
  [arn('iam', 'oidc-provider/token.actions.githubusercontent.com', ''), 'iam:oidc-provider'],
  [arn('iam', 'instance-profile/web', ''), 'iam:instance-profile'],
  [arn('rds', 'auto-backup:ab-1'), 'rds:auto-backup'],
  [arn('rds', 'ri:reserved'), 'rds:ri'],
  [arn('ssm', 'maintenancewindow/mw-1'), 'ssm:maintenancewindow'],
  [arn('ssm', 'patchbaseline/pb-1'), 'ssm:patchbaseline'],
  [arn('apigateway', '/portals/p1', 'us-east-1', ''), 'apigateway:portals'],
  [arn('lightsail', 'ExportSnapshotRecord/1'), 'lightsail:ExportSnapshotRecord'],
  [arn('wafv2', 'regional/managedruleset/own/1'), 'wafv2:managedruleset'],
  [arn('ec2', 'instance/i-1'), 'ec2:instance'],
])('%s is of a kind that is not captured', (of, type) => {
  expect([typeOfArn(of), isCovered(typeOfArn(of))]).toEqual([type, false])
})

test.each([
  arn('s3', 'shop', '', ''),
  arn('sns', 'orders'),
  arn('sns', 'app/GCM/shop'),
  arn('sqs', 'orders'),
  arn('dynamodb', 'table/orders'),
  arn('dynamodb', 'table/orders/index/by-day'),
  arn('lambda', 'function:orders:live'),
  arn('lambda', 'layer:shared:3'),
  arn('apigateway', '/restapis/a1/stages/prod', 'us-east-1', ''),
  arn('cloudfront', 'distribution/E1', ''),
  arn('cloudwatch', 'alarm:orders'),
  arn('cloudwatch', 'dashboard/shop', ''),
  arn('cognito-idp', 'userpool/us-east-1_a'),
  arn('events', 'rule/bus/nightly'),
  arn('iam', 'role/service-role/orders', ''),
  arn('lightsail', 'Instance/1'),
  arn('logs', 'log-group:/aws/lambda/orders'),
  arn('rds', 'cluster-snapshot:before'),
  arn('route53', 'hostedzone/Z1', '', ''),
  arn('scheduler', 'schedule/default/nightly'),
  arn('secretsmanager', 'secret:db-a1b2c3'),
  arn('ses', 'identity/shop.example'),
  arn('ssm', 'parameter/shop/url'),
  arn('states', 'stateMachine:orders'),
  arn('wafv2', 'regional/webacl/shop/1'),
  arn('wafv2', 'global/ipset/office/1'),
])('%s is of a kind that is captured', (of) => {
  expect([typeOfArn(of), isCovered(typeOfArn(of))]).toEqual([typeOfArn(of), true])
})

test("Resource Explorer's names are known as well", () => {
  const types = ['s3:bucket', 'sns:topic', 'sqs:queue', 'wafv2:regional/webacl', 'lambda:function']
  expect(types.filter((type) => !isCovered(typeOfExplorer(type)))).toEqual([])
  expect(['s3:accesspoint', 'logs:anomaly-detector', 'dynamodb:backup'].filter(isCovered)).toEqual([])
})

import { expect, test } from 'vitest'
import { AwsError } from '../../../src/sources/aws/aws-error.ts'
import { isNotOffered } from '../../../src/sources/aws/not-offered.ts'

const refusal = (code: string, message = '', status = 400) =>
  new AwsError('shop:ListThings', status, code, message)

test.each([
  ['AccessDeniedException', 'Unable to determine service/operation name to be authorized'],
  ['AccessDenied', 'The operation GetDNSSEC is not available for the current AWS account 123456789012'],
  ['InvalidAction', 'DescribeDBProxies is not supported'],
  ['InvalidAction', 'Operation (ListPlatformApplications) is not supported in this region'],
  ['InvalidAction', 'The action DescribeTransitGatewayAttachments is not valid for this web service'],
  ['InvalidAction', 'DescribeDBProxies is not available in this region'],
  ['InvalidAction', 'Unavailable Operation'],
  ['InvalidAction', 'Could not find operation DescribeIntegrations for version 2014-10-31'],
  ['InvalidParameterValue', 'Access Denied to API Version: APIGlobalDatabases'],
  ['InvalidParameterValueException', 'Access Denied to API Version: CORNERSTONE_V1'],
  ['InvalidParameterValueException', 'This API operation is currently unavailable'],
  ['UnknownOperationException', 'Operation is disabled in this region.'],
  ['UnknownOperationException', ''],
  ['BadRequestException', 'vpc link not supported for region us-gov-west-1'],
  ['InvalidInputException', 'Distribution-related APIs are only available in the us-east-1 Region'],
  ['UnsupportedOperation', 'The functionality you requested is not available in this region'],
  ['OptInRequired', 'The AWS Access Key Id needs a subscription for the service'],
  ['SubscriptionRequiredException', 'The AWS Access Key Id needs a subscription for the service'],
  ['AuthorizationErrorException', 'Not authorized to access this subscription'],
  ['NoEndpoint', ''],
])('%s "%s" says that there is no such call', (code, message) => {
  expect(isNotOffered(refusal(code, message, 403))).toBe(true)
})

const user = 'User: arn:aws:sts::123456789012:assumed-role/jsnap/ci'

test.each([
  ['AccessDeniedException', ''],
  ['AccessDeniedException', `${user} is not authorized to perform: lambda:ListFunctionUrlConfigs`],
  [
    'AccessDeniedException',
    `${user} is not authorized to perform: lambda:GetPolicy on resource: arn:aws:lambda:us-east-1:1:function:Unable to determine service/operation name to be authorized`,
  ],
  [
    'AccessDenied',
    `${user} is not authorized to perform: route53:GetDNSSEC with an explicit deny in a service control policy, which is not supported in this region`,
  ],
  ['AuthorizationErrorException', `${user} is not authorized to perform: SNS:GetSubscriptionAttributes`],
  ['UnauthorizedOperation', 'You are not authorized to perform this operation'],
  ['ForbiddenException', 'HTTP status code 403: Access forbidden.'],
  ['InvalidParameterValue', 'The parameter Source must be user, system or engine-default'],
  ['ValidationException', 'This operation is only supported on the Standard log class.'],
  ['BadRequestException', 'Invalid integration'],
  ['InvalidClientTokenId', 'The security token included in the request is invalid'],
  ['ThrottlingException', 'Rate exceeded'],
  ['ENOTFOUND', 'getaddrinfo ENOTFOUND lambda.us-east-1.amazonaws.com'],
])('%s "%s" is a refusal as any other', (code, message) => {
  expect(isNotOffered(refusal(code, message, 403))).toBe(false)
})

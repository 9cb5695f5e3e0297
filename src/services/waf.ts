import type { JsonObject } from '../model/canonical-json.ts'
import { isObject } from '../model/json-place.ts'
import type { Api, Rate } from './declaration/api.ts'
import type { Call, Details, Resource, Service } from './declaration/declaration.ts'
import { unsorted, type Lists } from './declaration/lists.ts'

// Each of them has this for itself.
const READS: Rate = { perSecond: 5, burst: 5 }

const wafv2: Api = {
  id: 'wafv2',
  sdkId: 'WAFV2',
  load: () => import('@aws-sdk/client-wafv2'),
  client: 'WAFV2Client',
  // docs.aws.amazon.com/waf/latest/developerguide/limits.html
  rates: {
    GetIPSet: READS,
    GetLoggingConfiguration: READS,
    GetPermissionPolicy: READS,
    GetRegexPatternSet: READS,
    GetRuleGroup: READS,
    GetWebACL: READS,
    ListIPSets: READS,
    ListRegexPatternSets: READS,
    ListResourcesForWebACL: { perSecond: 1, burst: 1 },
    ListRuleGroups: READS,
    ListTagsForResource: READS,
    ListWebACLs: READS,
  },
}

type Scope = 'REGIONAL' | 'CLOUDFRONT'

/** There is not one, or it is gone. */
const NONE = ['WAFNonexistentItemException']
const byArn = ({ ARN }: JsonObject): JsonObject => ({ ResourceArn: ARN })

/** What a web ACL protects, by its scope. CloudFront's distributions name their own. */
const PROTECTED: Readonly<Record<Scope, Details>> = {
  // "For an Amplify application, use CLOUDFRONT": the model of WAFV2, GetWebACLRequest.Scope.
  CLOUDFRONT: { amplifyApps: protectedBy('AMPLIFY', 'amplify:ListResourcesForWebACL') },
  REGIONAL: {
    loadBalancers: protectedBy('APPLICATION_LOAD_BALANCER'),
    apiStages: protectedBy('API_GATEWAY'),
    graphqlApis: protectedBy('APPSYNC'),
    // AWS asks for leave of the other service as well.
    userPools: protectedBy('COGNITO_USER_POOL', 'cognito-idp:ListResourcesForWebACL'),
    appRunnerServices: protectedBy('APP_RUNNER_SERVICE', 'apprunner:ListAssociatedServicesForWebAcl'),
    verifiedAccessInstances: protectedBy(
      'VERIFIED_ACCESS_INSTANCE',
      'ec2:DescribeVerifiedAccessInstanceWebAclAssociations',
    ),
  },
}

function protectedBy(ResourceType: string, action?: string): Call {
  return {
    operation: 'ListResourcesForWebACL',
    input: ({ ARN }) => ({ WebACLArn: ARN, ResourceType }),
    select: 'ResourceArns',
    absent: NONE,
    ...(action === undefined ? {} : { action }),
  }
}

/** Everything of one kind in a scope; those of CloudFront are in one region only. */
function kind(Scope: Scope, folder: string, name: string, rules: Partial<Resource> = {}): Resource {
  return {
    path: `waf/${Scope.toLowerCase()}/${folder}/*.json`,
    ...(Scope === 'CLOUDFRONT' ? { region: 'us-east-1' } : {}),
    list: {
      operation: `List${name}s`,
      input: () => ({ Scope, Limit: 100 }),
      select: `${name}s`,
      next: { NextMarker: 'NextMarker' },
    },
    name: 'Name',
    id: 'Id',
    ...rules,
    details: {
      '': {
        operation: `Get${name}`,
        input: ({ Name, Id }) => ({ Name, Scope, Id }),
        select: name,
        absent: NONE,
      },
      tags: {
        operation: 'ListTagsForResource',
        input: ({ ARN }) => ({ ResourceARN: ARN }),
        select: 'TagInfoForResource.TagList',
        next: { NextMarker: 'NextMarker' },
        absent: NONE,
      },
      ...rules.details,
    },
    drop: ['LockToken'],
  }
}

/** Parts of a request in which nobody sends a secret. */
const PLAIN_FIELDS = ['HeaderOrder', 'JA3Fingerprint', 'JA4Fingerprint', 'Method']
/** A path as people name places, `/wp-admin` or `.php`: as in URLs, a longer or a mixed segment may be a token. */
const PLAIN_PATH = /^\/?(?:[a-z._-]{0,24}|v[0-9]{1,2})(?:\/(?:[a-z._-]{0,24}|v[0-9]{1,2}))*$/

/** What of a regular expression stands for itself is between these. */
const SIGNS = /[\\^$.*+?:()[\]{}|]+/g

/** A rule may look for a secret that CloudFront or a client sends in a header, a cookie, the query, the body or a path. */
function isPlainSearch({ FieldToMatch }: JsonObject, text: string | undefined): boolean {
  const fields = isObject(FieldToMatch) ? Object.keys(FieldToMatch) : []
  const isPlainPath = text !== undefined && PLAIN_PATH.test(text)
  const isPlain = (field: string) => PLAIN_FIELDS.includes(field) || (field === 'UriPath' && isPlainPath)
  return fields.length > 0 && fields.every(isPlain)
}

function searchSecrets(statement: JsonObject): string[] {
  const { SearchString } = statement
  const text = typeof SearchString === 'string' ? Buffer.from(SearchString, 'base64').toString() : undefined
  return isPlainSearch(statement, text) ? [] : ['SearchString']
}

function regexSecrets(statement: JsonObject): string[] {
  const { RegexString } = statement
  const words = typeof RegexString === 'string' ? RegexString.replace(SIGNS, '/') : undefined
  return isPlainSearch(statement, words) ? [] : ['RegexString']
}

/** What is looked for, where, and what then happens. */
const STATEMENT_LISTS: Lists = unsorted({
  '**.AsnList': '',
  '**.CountryCodes': '',
  '**.CustomKeys': '',
  '**.ExcludedCookies': '',
  '**.ExcludedHeaders': '',
  '**.ExcludedRules': { by: 'Name', noun: 'excluded rule' },
  '**.IncludedCookies': '',
  '**.IncludedHeaders': '',
  '**.IncludedPaths': '',
  '**.InsertHeaders': { by: 'Name', noun: 'header' },
  '**.ManagedRuleGroupConfigs': '',
  '**.ExemptUriRegularExpressions': 'RegexString',
  '**.RequestInspection.AddressFields': 'Identifier',
  '**.RequestInspection.PhoneNumberFields': 'Identifier',
  '**.ResponseInspection.*.FailureCodes': '',
  '**.ResponseInspection.*.FailureStrings': '',
  '**.ResponseInspection.*.FailureValues': '',
  '**.ResponseInspection.*.SuccessCodes': '',
  '**.ResponseInspection.*.SuccessStrings': '',
  '**.ResponseInspection.*.SuccessValues': '',
  '**.ResponseHeaders': { by: 'Name', noun: 'header' },
  '**.RuleActionOverrides': { by: 'Name', noun: 'override of' },
  '**.Statements': '',
  'MonetizationConfig.CryptoConfig.PaymentNetworks': 'Chain',
  'MonetizationConfig.CryptoConfig.PaymentNetworks.Prices': 'Currency',
})

/** Rules: they have a priority, whatever their order. */
const RULES = {
  secret: ['**.InsertHeaders.Value', '**.ResponseHeaders.Value'],
  secretMembers: { '**.ByteMatchStatement': searchSecrets, '**.RegexMatchStatement': regexSecrets },
  bytesOfText: ['**.ByteMatchStatement.SearchString'],
  lists: {
    Rules: { by: 'Name', noun: 'rule', sortedBy: 'Priority' },
    'Rules.RuleLabels': 'Name',
    '**.TextTransformations': 'Priority',
    '**.PreParseTextTransformations': 'Priority',
    ...STATEMENT_LISTS,
  },
}

function kindsIn(scope: Scope): Resource[] {
  return [
    kind(scope, 'web-acls', 'WebACL', {
      details: {
        logging: {
          operation: 'GetLoggingConfiguration',
          input: byArn,
          select: 'LoggingConfiguration',
          absent: NONE,
        },
        ...PROTECTED[scope],
      },
      ...RULES,
      lists: {
        ...RULES.lists,
        TokenDomains: '',
        PreProcessFirewallManagerRuleGroups: { by: ['Name', 'Priority'], sortedBy: 'Priority' },
        PostProcessFirewallManagerRuleGroups: { by: ['Name', 'Priority'], sortedBy: 'Priority' },
        ...Object.fromEntries(Object.keys(PROTECTED[scope]).map((member) => [member, ''])),
        ...unsorted({
          'ApplicationConfig.Attributes': { by: 'Name', noun: 'attribute' },
          'ApplicationConfig.Attributes.Values': '',
          'DataProtectionConfig.DataProtections': '',
          'DataProtectionConfig.DataProtections.Field.FieldKeys': '',
          'logging.LogDestinationConfigs': '',
          'logging.LoggingFilter.Filters': '',
          'logging.LoggingFilter.Filters.Conditions': '',
          'logging.RedactedFields': '',
        }),
      },
    }),
    kind(scope, 'rule-groups', 'RuleGroup', {
      details: {
        policy: { operation: 'GetPermissionPolicy', input: byArn, select: 'Policy', absent: NONE },
      },
      json: ['policy'],
      ...RULES,
      lists: { ...RULES.lists, AvailableLabels: 'Name', ConsumedLabels: 'Name' },
    }),
    kind(scope, 'ip-sets', 'IPSet', { lists: { Addresses: '' } }),
    // In what a rule looks for them, a set does not say.
    kind(scope, 'regex-pattern-sets', 'RegexPatternSet', {
      secret: ['RegularExpressionList.RegexString'],
      lists: { RegularExpressionList: 'RegexString' },
    }),
  ]
}

/** The declaration of WAF. */
export const WAF: Service = {
  name: 'waf',
  label: 'WAF',
  api: wafv2,
  scope: 'regional',
  prefixes: ['waf/'],
  types: { wafv2: 'ipset regexpatternset rulegroup webacl' },
  resources: [...kindsIn('REGIONAL'), ...kindsIn('CLOUDFRONT')],
}

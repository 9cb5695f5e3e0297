import type { JsonObject } from '../../../model/canonical-json.ts'
import type { Api, Call, Resource, Service } from '../declaration.ts'

const wafv2: Api = {
  id: 'wafv2',
  sdkId: 'WAFV2',
  load: () => import('@aws-sdk/client-wafv2'),
  client: 'WAFV2Client',
  // Not published; what other tools have found to pass.
  rates: { '*': { perSecond: 5, burst: 10 } },
}

const GONE = ['WAFNonexistentItemException']

/** Those that are listed by what a web ACL protects; distributions name theirs by themselves. */
const PROTECTED = ['APPLICATION_LOAD_BALANCER', 'API_GATEWAY', 'APPSYNC', 'COGNITO_USER_POOL']

/** A kind of thing in one of the two scopes. */
function kind(
  scope: Scope,
  folder: string,
  name: string,
  plural: string,
  rules: Partial<Resource> = {},
): Resource {
  const { details, ...rest } = rules
  return {
    path: `waf/${scope.folder}${folder}/*.json`,
    list: {
      operation: `List${plural}`,
      input: () => ({ Scope: scope.name, Limit: 100 }),
      select: plural,
      next: { NextMarker: 'NextMarker' },
    },
    ...(scope.region === undefined ? {} : { region: scope.region }),
    name: 'Name',
    id: 'Id',
    keep: ['Name', 'Id', 'ARN', 'Description'],
    details: {
      '': {
        operation: `Get${name}`,
        input: ({ Name, Id }) => ({ Name, Id, Scope: scope.name }),
        select: name,
        absent: GONE,
      },
      tags: tags(),
      ...details,
    },
    ...rest,
    drop: ['LockToken'],
    secret: ['**.ByteMatchStatement.SearchString', '**.InsertHeaders.Value', '**.ResponseHeaders.Value'],
    unordered: { Addresses: '', Rules: 'Priority', RegularExpressionList: 'RegexString' },
  }
}

interface Scope {
  readonly name: 'REGIONAL' | 'CLOUDFRONT'
  readonly folder: string
  /** The only region that has it. */
  readonly region?: string
}

const tags = (): Call => ({
  operation: 'ListTagsForResource',
  input: ({ ARN }) => ({ ResourceARN: ARN, Limit: 100 }),
  select: 'TagInfoForResource.TagList',
  next: { NextMarker: 'NextMarker' },
  absent: GONE,
})

const byArn = ({ ARN }: JsonObject): JsonObject => ({ ResourceArn: ARN })

function resourcesOf(scope: Scope): Resource[] {
  const logging: Call = {
    operation: 'GetLoggingConfiguration',
    input: byArn,
    select: 'LoggingConfiguration',
    absent: GONE,
  }
  const protects = Object.fromEntries(
    PROTECTED.map((type): [string, Call] => [
      `protects-${type.toLowerCase().replaceAll('_', '-')}`,
      {
        operation: 'ListResourcesForWebACL',
        input: ({ ARN }) => ({ WebACLArn: ARN, ResourceType: type }),
        select: 'ResourceArns',
        absent: GONE,
      },
    ]),
  )
  const sharing: Call = {
    operation: 'GetPermissionPolicy',
    input: byArn,
    select: 'Policy',
    absent: GONE,
  }
  return [
    kind(scope, 'web-acls', 'WebACL', 'WebACLs', {
      details: { logging, ...(scope.name === 'REGIONAL' ? protects : {}) },
    }),
    kind(scope, 'rule-groups', 'RuleGroup', 'RuleGroups', { details: { policy: sharing }, json: ['policy'] }),
    kind(scope, 'ip-sets', 'IPSet', 'IPSets'),
    kind(scope, 'regex-pattern-sets', 'RegexPatternSet', 'RegexPatternSets'),
  ]
}

export const WAF: Service = {
  name: 'waf',
  api: wafv2,
  scope: 'regional',
  prefixes: ['waf/'],
  resources: [
    ...resourcesOf({ name: 'REGIONAL', folder: '' }),
    ...resourcesOf({ name: 'CLOUDFRONT', folder: 'cloudfront/', region: 'us-east-1' }),
  ],
}

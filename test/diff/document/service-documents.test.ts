import picocolors from 'picocolors'
import { expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/model/canonical-json.ts'
import { detailLines, detailText } from '../../../src/diff/show/detail-lines.ts'
import { documentChanges } from '../../../src/diff/document/document-changes.ts'
import { listsOf } from '../lists-of.ts'

const plain = picocolors.createColors(false)

/** The lines that show how a document that a service has at a path became another one. */
function lines(paths: string | readonly string[], before: Json, after: Json): string {
  return detailLines(documentChanges(before, after, listsOf(...[paths].flat())), 110)
    .map((line) => detailText(line, plain))
    .join('\n')
}

const secret = (digest: string) => ({ $secret: `hmac-sha256:${digest}` })

test('CloudFront: behaviours are told by their pattern and their order, origins and headers by name', () => {
  const path = 'cloudfront/distributions/E1.json'
  const behaviour = (PathPattern: string, DefaultTTL: number) => ({
    PathPattern,
    DefaultTTL,
    TargetOriginId: 'site',
  })
  const distribution = (behaviours: Json, aliases: Json, header: string, more: JsonObject = {}) => ({
    DistributionConfig: {
      Aliases: { Items: aliases },
      CacheBehaviors: { Items: behaviours },
      DefaultCacheBehavior: { Compress: true, AllowedMethods: { Items: ['GET', 'HEAD'] } },
      Origins: {
        Items: [
          { Id: 'site', CustomHeaders: { Items: [{ HeaderName: 'x-verify', HeaderValue: secret(header) }] } },
          ...((more['origins'] as Json[] | undefined) ?? []),
        ],
      },
      Restrictions: {
        GeoRestriction: { RestrictionType: 'none', ...(more['geo'] as JsonObject | undefined) },
      },
    },
  })
  const before = distribution(
    [behaviour('/assets/*', 86400), behaviour('/api/*', 0), behaviour('/img/*', 60)],
    ['a.example', 'b.example'],
    '1',
  )
  const after = distribution(
    [behaviour('/img/*', 30), behaviour('/assets/*', 3600), behaviour('/new/*', 5)],
    ['b.example', 'c.example'],
    '2',
    {
      origins: [{ Id: 'api', DomainName: 'api.example' }],
      geo: { RestrictionType: 'blacklist', Items: ['XX'] },
    },
  )
  expect(lines(path, before, after)).toMatchInlineSnapshot(`
    "- Aliases a.example
    + Aliases c.example
    ~ behaviour /img/*: DefaultTTL 60 → 30
    - behaviour /api/* {DefaultTTL: 0, TargetOriginId: site}
    ~ behaviour /assets/*: moved from position 1 to 2
    ~ behaviour /assets/*: DefaultTTL 86400 → 3600
    + behaviour /new/* {DefaultTTL: 5, TargetOriginId: site}
    ~ origin site, header x-verify: secret changed
    + origin api {DomainName: api.example}
    + Restrictions.GeoRestriction [XX]
    ~ Restrictions.GeoRestriction.RestrictionType none → blacklist"
  `)
})

test('Route 53: records are told by name, type and set', () => {
  const path = 'route53/dns-records/sailjada.com.json'
  const record = (Name: string, Type: string, TTL: number, values: string[], SetIdentifier?: string) => ({
    Name,
    Type,
    TTL,
    ...(SetIdentifier === undefined ? {} : { SetIdentifier, Weight: TTL }),
    ResourceRecords: values.map((Value) => ({ Value })),
  })
  const before = {
    records: [
      record('www.sailjada.com.', 'A', 300, ['192.0.2.1']),
      record('sailjada.com.', 'MX', 300, ['10 mail.example.']),
      record('api.sailjada.com.', 'A', 60, ['192.0.2.1', '192.0.2.2'], 'blue'),
      record('old.sailjada.com.', 'CNAME', 60, ['x.example.']),
    ],
  }
  const after = {
    records: [
      record('api.sailjada.com.', 'A', 30, ['192.0.2.2', '192.0.2.3', '192.0.2.4'], 'blue'),
      record('sailjada.com.', 'MX', 300, ['20 mail.example.']),
      record('new.sailjada.com.', 'TXT', 60, ['"v=spf1 -all"']),
      record('www.sailjada.com.', 'A', 60, ['192.0.2.1']),
    ],
  }
  expect(lines(path, before, after)).toMatchInlineSnapshot(`
    "~ www.sailjada.com A: TTL 300 → 60
    ~ sailjada.com MX "10 mail.example." → "20 mail.example."
    - api.sailjada.com A blue 192.0.2.1
    + api.sailjada.com A blue 192.0.2.3
    + api.sailjada.com A blue 192.0.2.4
    ~ api.sailjada.com A blue: TTL 60 → 30
    ~ api.sailjada.com A blue: Weight 60 → 30
    - old.sailjada.com CNAME {TTL: 60, ResourceRecords: [x.example.]}
    + new.sailjada.com TXT {TTL: 60, ResourceRecords: ["v=spf1 -all"]}"
  `)
})

test('Route 53: each field of weighted, geographic and latency records, and where an alias leads', () => {
  const path = 'route53/dns-records/sailjada.com.json'
  const record = (SetIdentifier: string, more: JsonObject) => ({
    Name: '\\052.sailjada.com.',
    Type: 'A',
    SetIdentifier,
    ...more,
  })
  const alias = (DNSName: string) => ({
    DNSName,
    EvaluateTargetHealth: false,
    HostedZoneId: 'Z2FDTNDATAQYW2',
  })
  const before = {
    records: [
      record('60', { TTL: 60, Weight: 60, ResourceRecords: [{ Value: '192.0.2.1' }] }),
      record('eu', { GeoLocation: { ContinentCode: 'EU' }, AliasTarget: alias('d1.cloudfront.net.') }),
      record('latency', { Region: 'eu-west-1', TTL: 60, ResourceRecords: [{ Value: '192.0.2.1' }] }),
      record('old', { Weight: 1, AliasTarget: alias('d1.cloudfront.net.') }),
    ],
  }
  const after = {
    records: [
      record('60', { TTL: 60, Weight: 0, HealthCheckId: 'h', ResourceRecords: [{ Value: '192.0.2.1' }] }),
      record('eu', { GeoLocation: { CountryCode: 'DE' }, AliasTarget: alias('d2.cloudfront.net.') }),
      record('latency', { Region: 'us-east-1', AliasTarget: alias('d1.cloudfront.net.') }),
      record('30', { TTL: 30, Weight: 30, ResourceRecords: [{ Value: '192.0.2.2' }] }),
    ],
  }
  expect(lines(path, before, after)).toMatchInlineSnapshot(`
    "+ *.sailjada.com A 60: HealthCheckId h
    ~ *.sailjada.com A 60: Weight 60 → 0
    ~ *.sailjada.com A eu: AliasTarget.DNSName d1.cloudfront.net. → d2.cloudfront.net.
    - *.sailjada.com A eu: GeoLocation.ContinentCode EU
    + *.sailjada.com A eu: GeoLocation.CountryCode DE
    + *.sailjada.com A latency: AliasTarget {DNSName: d1.cloudfront.net., EvaluateTargetHeal…ZoneId: Z2FDTNDATAQYW2}
    ~ *.sailjada.com A latency: Region eu-west-1 → us-east-1
    - *.sailjada.com A latency 192.0.2.1
    - *.sailjada.com A latency: TTL 60
    - *.sailjada.com A old {Weight: 1, AliasTarget: {DNSName: d1.cloudfront.net., Eval…ostedZoneId: Z2FDTNDATAQYW2}}
    + *.sailjada.com A 30 {SetIdentifier: 30, TTL: 30, Weight: 30, ResourceRecords: [192.0.2.2]}"
  `)
})

test('Lambda: variables, aliases, versions and layers are told by name', () => {
  const path = 'lambda/functions/shop/config.json'
  const before = {
    MemorySize: 128,
    Environment: { Variables: { STRIPE_KEY: secret('1'), OLD: secret('2') } },
    Layers: [
      { Arn: 'arn:aws:lambda:us-east-1:1:layer:a:1' },
      { Arn: 'arn:aws:lambda:us-east-1:1:layer:b:1' },
    ],
    aliases: [{ Name: 'live', FunctionVersion: '7' }],
    versions: [{ Version: '7', CodeSize: 1 }],
    policy: { Statement: [{ Sid: 'api', Effect: 'Allow', Action: 'lambda:InvokeFunction' }] },
  }
  const after = {
    MemorySize: 512,
    Environment: { Variables: { STRIPE_KEY: secret('3'), NEW: secret('2') } },
    Layers: [
      { Arn: 'arn:aws:lambda:us-east-1:1:layer:b:1' },
      { Arn: 'arn:aws:lambda:us-east-1:1:layer:a:1' },
    ],
    aliases: [{ Name: 'live', FunctionVersion: '8' }],
    versions: [
      { Version: '7', CodeSize: 1 },
      { Version: '8', CodeSize: 2 },
    ],
    policy: {
      Statement: [{ Sid: 'api', Effect: 'Allow', Action: ['lambda:GetFunction', 'lambda:InvokeFunction'] }],
    },
  }
  expect(lines(path, before, after)).toMatchInlineSnapshot(`
    "+ Environment.NEW: secret added
    - Environment.OLD: secret removed
    ~ Environment.STRIPE_KEY: secret changed
    ~ layer arn:aws:lambda:us-east-1:1:layer:a:1: moved from position 1 to 2
    ~ MemorySize 128 → 512
    ~ alias live: FunctionVersion 7 → 8
    + policy, statement api: Action lambda:GetFunction
    + version 8 {CodeSize: 2}"
  `)
})

test('IAM: statements are told by their Sid, and a statement without one when only it changed', () => {
  const path = 'iam/roles/shop.json'
  const role = (actions: Json, resource: Json, service: Json) => ({
    AssumeRolePolicyDocument: {
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }],
    },
    RolePolicyList: [
      {
        PolicyName: 'tables',
        PolicyDocument: {
          Statement: [{ Sid: 'Read', Effect: 'Allow', Action: actions, Resource: resource }],
        },
      },
    ],
    Tags: [{ Key: 'env', Value: service === 'lambda.amazonaws.com' ? 'prod' : 'test' }],
  })
  expect(
    lines(
      path,
      role(['dynamodb:GetItem', 'dynamodb:Query'], '*', 'lambda.amazonaws.com'),
      role(['dynamodb:Scan', 'dynamodb:GetItem'], ['*'], ['lambda.amazonaws.com', 'ecs.amazonaws.com']),
    ),
  ).toMatchInlineSnapshot(`
    "+ AssumeRolePolicyDocument.Statement[0]: Principal.Service ecs.amazonaws.com
    - policy tables, PolicyDocument, statement Read: Action dynamodb:Query
    + policy tables, PolicyDocument, statement Read: Action dynamodb:Scan
    ~ tag env prod → test"
  `)
})

test('DynamoDB and RDS: indexes, attributes and parameters are told by name', () => {
  const path = ['databases/dynamodb-schemas/orders.json', 'databases/rds/parameter-groups/shop.json']
  const table = (names: string[], read: number) => ({
    AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    GlobalSecondaryIndexes: [{ IndexName: 'by-state', ProvisionedThroughput: { ReadCapacityUnits: read } }],
    parameters: [{ ParameterName: 'max_connections', ParameterValue: String(read) }],
  })
  expect(lines(path, table(['order', 'state'], 5), table(['state', 'total', 'order'], 10)))
    .toMatchInlineSnapshot(`
    "+ attribute total {AttributeType: S}
    ~ index by-state: ProvisionedThroughput.ReadCapacityUnits 5 → 10
    ~ parameter max_connections 5 → 10"
  `)
})

test('S3: rules are told by their id, and a policy in text is compared inside', () => {
  const path = 's3-configs/shop.json'
  const bucket = (days: number, order: string[], origins: string[]) => ({
    lifecycle: { Rules: order.map((ID) => ({ ID, Expiration: { Days: days } })) },
    cors: [{ ID: 'fonts', AllowedOrigins: origins }],
    tags: [{ Key: 'team', Value: `shop ${days}` }],
    policy: JSON.stringify({
      Statement: [{ Sid: 'Public', Effect: 'Allow', Principal: '*', Resource: `b/${days}` }],
    }),
  })
  expect(
    lines(
      path,
      bucket(7, ['old', 'tmp'], ['https://a', 'https://b']),
      bucket(30, ['tmp', 'old'], ['https://b', 'https://c']),
    ),
  ).toMatchInlineSnapshot(`
    "- cors fonts: AllowedOrigins https://a
    + cors fonts: AllowedOrigins https://c
    ~ lifecycle, rule old: Expiration.Days 7 → 30
    ~ lifecycle, rule tmp: Expiration.Days 7 → 30
    ~ policy, statement Public: Resource b/7 → b/30
    ~ tag team "shop 7" → "shop 30""
  `)
})

test('S3: grants, transitions, filters of notifications and redirects are told by what they are for', () => {
  const path = 's3-configs/shop.json'
  const rule = (KeyPrefixEquals: string, ReplaceKeyWith: string) => ({
    Condition: { KeyPrefixEquals },
    Redirect: { ReplaceKeyWith, Protocol: 'https' },
  })
  const before = {
    acl: {
      grants: [
        { grantee: 'a', permission: 'READ' },
        { grantee: 'b', permission: 'WRITE' },
      ],
    },
    cors: [{ AllowedMethods: ['GET'], AllowedOrigins: ['https://a'], MaxAgeSeconds: 5 }],
    encryption: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
    lifecycle: {
      Rules: [{ ID: 'old', Transitions: [{ Days: 30, StorageClass: 'GLACIER' }] }, { ID: 'tmp' }],
    },
    notification: {
      QueueConfigurations: [
        { Id: 'q', Filter: { Key: { FilterRules: [{ Name: 'Prefix', Value: 'in/' }] } } },
      ],
    },
    website: { RoutingRules: [rule('a/', 'x'), rule('b/', 'y')] },
  }
  const after = {
    acl: {
      grants: [
        { grantee: 'a', permission: 'FULL_CONTROL' },
        { grantee: 'b', permission: 'WRITE' },
      ],
    },
    cors: [
      { AllowedMethods: ['PUT'], AllowedOrigins: ['https://b'] },
      { AllowedMethods: ['HEAD', 'GET'], AllowedOrigins: ['https://a'], MaxAgeSeconds: 60 },
    ],
    encryption: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { KMSMasterKeyID: 'key', SSEAlgorithm: 'aws:kms' } }],
    },
    lifecycle: {
      Rules: [
        { ID: 'tmp' },
        {
          ID: 'old',
          Transitions: [
            { Days: 10, StorageClass: 'STANDARD_IA' },
            { Days: 90, StorageClass: 'GLACIER' },
          ],
        },
      ],
    },
    notification: {
      QueueConfigurations: [
        {
          Id: 'q',
          Filter: {
            Key: {
              FilterRules: [
                { Name: 'Suffix', Value: '.jpg' },
                { Name: 'Prefix', Value: 'uploads/' },
              ],
            },
          },
        },
      ],
    },
    website: { RoutingRules: [rule('b/', 'y'), rule('a/', 'z')] },
  }
  expect(lines(path, before, after)).toMatchInlineSnapshot(`
    "~ acl, grant a: permission READ → FULL_CONTROL
    + cors[0]: AllowedMethods HEAD
    ~ cors[0]: MaxAgeSeconds 5 → 60
    + cors {AllowedMethods: [PUT], AllowedOrigins: [https://b]}
    + encryption.Rules[0]: ApplyServerSideEncryptionByDefault.KMSMasterKeyID key
    ~ encryption.Rules[0]: ApplyServerSideEncryptionByDefault.SSEAlgorithm AES256 → aws:kms
    ~ lifecycle, rule old, transition GLACIER: Days 30 → 90
    + lifecycle, rule old, transition STANDARD_IA {Days: 10}
    ~ notification.QueueConfigurations q, Filter.Key.FilterRules Prefix in/ → uploads/
    + notification.QueueConfigurations q, Filter.Key.FilterRules Suffix .jpg
    ~ website.RoutingRules: moved from position 1 to 2
    ~ website.RoutingRules[1]: Redirect.ReplaceKeyWith x → z"
  `)
})

test('CloudFront: functions are told by their event, error responses by their code, members of a group in their order', () => {
  const path = 'cloudfront/distributions/E1.json'
  const distribution = (version: number, codes: Json, members: string[]) => ({
    DistributionConfig: {
      CustomErrorResponses: { Items: codes },
      DefaultCacheBehavior: {
        FunctionAssociations: { Items: [{ EventType: 'viewer-request', FunctionARN: `arn:f${version}` }] },
        LambdaFunctionAssociations: {
          Items: [{ EventType: 'origin-request', IncludeBody: false, LambdaFunctionARN: `arn:l:${version}` }],
        },
      },
      OriginGroups: {
        Items: [{ Id: 'both', Members: { Items: members.map((OriginId) => ({ OriginId })) } }],
      },
    },
  })
  expect(
    lines(
      path,
      distribution(1, [], ['a', 'b']),
      distribution(2, [{ ErrorCode: 404, ResponseCode: '404', ResponsePagePath: '/404.html' }], ['b', 'a']),
    ),
  ).toMatchInlineSnapshot(`
    "+ error response 404 {ErrorCode: 404, ResponseCode: 404, ResponsePagePath: /404.html}
    ~ DefaultCacheBehavior, function viewer-request: FunctionARN arn:f1 → arn:f2
    ~ DefaultCacheBehavior, Lambda function origin-request: LambdaFunctionARN arn:l:1 → arn:l:2
    ~ origin group both, member a: moved from position 1 to 2"
  `)
})

test('EventBridge: a pattern is a set of values, but for the bounds of numbers', () => {
  const path = 'integrations/eventbridge/rules/default/orders.json'
  const rule = (source: string[], bounds: Json) => ({
    EventPattern: { source, detail: { n: [{ numeric: bounds }] } },
  })
  expect(lines(path, rule(['a', 'b'], ['>', 0, '<', 5]), rule(['b', 'a', 'c'], ['>', 0, '<', 9])))
    .toMatchInlineSnapshot(`
    "~ EventPattern.detail.n[0], numeric[3] 5 → 9
    + EventPattern.source c"
  `)
})

test('WAF: statements and headers have no order, and a place is cut only where its values leave no room', () => {
  const path = 'waf/regional/web-acls/shop.json'
  const acl = (countries: string[], ipSet: string, header: string) => ({
    Rules: [
      {
        Name: 'abroad',
        Priority: 1,
        Action: {
          Block: { CustomResponse: { ResponseHeaders: [{ Name: 'x-why', Value: secret(header) }] } },
        },
        Statement: {
          AndStatement: {
            Statements: [
              { GeoMatchStatement: { CountryCodes: countries } },
              { NotStatement: { Statement: { IPSetReferenceStatement: { ARN: ipSet } } } },
            ].sort((a, b) => (JSON.stringify(a) + header < JSON.stringify(b) ? -1 : 1)),
          },
        },
      },
    ],
  })
  expect(lines(path, acl(['DE', 'FR'], 'x', '1'), acl(['FR', 'US', 'DE'], 'y', '2'))).toMatchInlineSnapshot(`
    "~ rule abroad, Action.Block.CustomResponse, header x-why: secret changed
    + rule abroad, Statement.AndStatement.Statements[0]: GeoMatchStatement.CountryCodes US
    ~ rule abroad, Statement.AndStatement.Statements[1]: NotStatement.Statement.IPSetReferenceStatement.ARN x → y"
  `)
})

test('Apps Script: deployments and versions are told by their ids, libraries by their names', () => {
  const deployments = [
    { deploymentId: 'AKfy1', versionNumber: 3 },
    { deploymentId: 'AKfy2', description: 'shop', versionNumber: 3 },
  ]
  expect(
    lines('gas-projects/shop/deployments.json', deployments, [
      { deploymentId: 'AKfy2', description: 'shop', versionNumber: 4 },
    ]),
  ).toMatchInlineSnapshot(`
    "~ AKfy2: versionNumber 3 → 4
    - AKfy1 {versionNumber: 3}"
  `)
  expect(
    lines(
      'gas-projects/shop/versions.json',
      [{ versionNumber: 1 }],
      [{ versionNumber: 1 }, { versionNumber: 2, description: 'vat' }],
    ),
  ).toMatchInlineSnapshot(`"+ 2 {description: vat}"`)
  const manifest = (version: string) => ({
    dependencies: { libraries: [{ userSymbol: 'Tax', libraryId: '1', version }] },
  })
  expect(lines([], manifest('4'), manifest('5'))).toMatchInlineSnapshot(
    `"~ dependencies.libraries Tax: version 4 → 5"`,
  )
})

test('Lightsail, Cognito, Step Functions and SES: entries, ports, clients, choices and actions', () => {
  const path = [
    'lightsail/domains/sailjada.com.json',
    'lightsail/instances/shop.json',
    'integrations/cognito/user-pools/shop.json',
    'integrations/ses/receipt-rule-sets/shop.json',
  ]
  const before = {
    domainEntries: [{ name: 'www.sailjada.com', type: 'A', target: '192.0.2.1', id: '1' }],
    ports: [{ protocol: 'tcp', fromPort: 80, toPort: 80, cidrs: ['0.0.0.0/0'] }],
    clients: [{ ClientName: 'shop', ClientId: 'c1', CallbackURLs: ['https://a', 'https://b'] }],
    definition: {
      Choices: [
        { Variable: '$.n', NumericEquals: 1, Next: 'A' },
        { Variable: '$.n', NumericEquals: 2, Next: 'B' },
      ],
    },
    Rules: [
      {
        Name: 'orders',
        Actions: [
          { S3Action: { BucketName: 'a', ObjectKeyPrefix: 'x' } },
          { StopAction: { Scope: 'RuleSet' } },
        ],
      },
    ],
  }
  const after = {
    domainEntries: [{ name: 'www.sailjada.com', type: 'A', target: '192.0.2.2', id: '1' }],
    ports: [
      { protocol: 'tcp', fromPort: 443, toPort: 443, cidrs: ['0.0.0.0/0'] },
      { protocol: 'tcp', fromPort: 80, toPort: 80, cidrs: ['10.0.0.0/8'] },
    ],
    clients: [{ ClientName: 'shop', ClientId: 'c1', CallbackURLs: ['https://b', 'https://c'] }],
    definition: {
      Choices: [
        { Variable: '$.n', NumericEquals: 1, Next: 'C' },
        { Variable: '$.n', NumericEquals: 2, Next: 'B' },
      ],
    },
    Rules: [
      {
        Name: 'orders',
        Actions: [
          { StopAction: { Scope: 'RuleSet' } },
          { S3Action: { BucketName: 'b', ObjectKeyPrefix: 'x' } },
        ],
      },
    ],
  }
  expect(lines(path, before, after)).toMatchInlineSnapshot(`
    "~ rule orders: Actions: moved from position 1 to 2
    ~ rule orders, Actions[1]: S3Action.BucketName a → b
    - client shop c1: CallbackURLs https://a
    + client shop c1: CallbackURLs https://c
    ~ definition.Choices[0]: Next A → C
    ~ www.sailjada.com A: target 192.0.2.1 → 192.0.2.2
    - port tcp 80 80: cidrs 0.0.0.0/0
    + port tcp 80 80: cidrs 10.0.0.0/8
    + port tcp 443 443 {cidrs: [0.0.0.0/0]}"
  `)
})

test('API Gateway, SQS, SNS and EventBridge: routes, queues, subscriptions and targets', () => {
  const path = [
    'integrations/api-gateway/http-apis/shop/api.json',
    'integrations/sns/topics/orders.json',
    'integrations/eventbridge/rules/default/orders.json',
  ]
  const before = {
    routes: [{ RouteKey: 'GET /orders', RouteId: 'r1', Target: 'integrations/a' }],
    stages: [{ StageName: '$default', AutoDeploy: true, StageVariables: { TOKEN: secret('1') } }],
    subscriptions: [
      {
        Protocol: 'https',
        Endpoint: { ...secret('1'), url: 'https://x.example/…' },
        RawMessageDelivery: 'false',
      },
    ],
    attributes: { VisibilityTimeout: '30', RedrivePolicy: { maxReceiveCount: 3 } },
    targets: [{ Id: 't1', Arn: 'arn:a', Input: '{"a":1}' }],
  }
  const after = {
    routes: [
      { RouteKey: 'GET /orders', RouteId: 'r1', Target: 'integrations/b' },
      { RouteKey: 'POST /orders', RouteId: 'r2', Target: 'integrations/a' },
    ],
    stages: [{ StageName: '$default', AutoDeploy: false, StageVariables: { TOKEN: secret('2') } }],
    subscriptions: [
      {
        Protocol: 'https',
        Endpoint: { ...secret('2'), url: 'https://x.example/…' },
        RawMessageDelivery: 'false',
      },
    ],
    attributes: { VisibilityTimeout: '60', RedrivePolicy: { maxReceiveCount: 5 } },
    targets: [{ Id: 't1', Arn: 'arn:a', Input: '{"a":2}' }],
  }
  expect(lines(path, before, after)).toMatchInlineSnapshot(`
    "~ attributes.RedrivePolicy.maxReceiveCount 3 → 5
    ~ attributes.VisibilityTimeout 30 → 60
    ~ route GET /orders: Target integrations/a → integrations/b
    + route POST /orders {RouteId: r2, Target: integrations/a}
    ~ stage $default: AutoDeploy true → false
    ~ stage $default: StageVariables.TOKEN: secret changed
    - subscription https {Endpoint: https://x.example/… (secret), RawMessageDelivery: false}
    + subscription https {Endpoint: https://x.example/… (secret), RawMessageDelivery: false}
    ~ target t1: Input.a 1 → 2"
  `)
})

test('WAF: rules are told by name, and ordered by their priority', () => {
  const path = 'waf/regional/web-acls/shop.json'
  const acl = (a: number, b: number, action: string) => ({
    Rules: [
      {
        Name: 'rate',
        Priority: a,
        Action: { [action]: {} },
        Statement: { RateBasedStatement: { Limit: a * 100 } },
      },
      { Name: 'bots', Priority: b },
    ].sort((x, y) => x.Priority - y.Priority),
  })
  expect(lines(path, acl(1, 2, 'Block'), acl(3, 2, 'Count'))).toMatchInlineSnapshot(`
    "- rule rate: Action.Block {}
    + rule rate: Action.Count {}
    ~ rule rate: Priority 1 → 3
    ~ rule rate: Statement.RateBasedStatement.Limit 100 → 300"
  `)
})

test('a list in JSON that a service keeps for somebody has an order, whatever lists are called so elsewhere', () => {
  const machine = (...Fields: string[]) => ({
    definition: {
      States: {
        Send: {
          Parameters: { Fields, Rules: Fields.map((Name) => ({ Name, Priority: Name.charCodeAt(0) })) },
        },
      },
    },
    tags: Fields.map((key) => ({ key, value: '1' })),
  })
  expect(
    lines('integrations/step-functions/state-machines/orders.json', machine('a', 'b'), machine('b', 'a')),
  ).toMatchInlineSnapshot(`
    "~ definition.States.Send.Parameters.Fields: moved from position 1 to 2
    ~ definition.States.Send.Parameters.Rules a: moved from position 1 to 2"
  `)
})

test('what its place says whole has nothing after it', () => {
  const path = 'databases/rds/instances/shop.json'
  const groups = (...names: string[]) => ({
    VpcSecurityGroups: names.map((VpcSecurityGroupId) => ({ VpcSecurityGroupId })),
  })
  expect(lines(path, groups('sg-1', 'sg-2'), groups('sg-2', 'sg-3'))).toMatchInlineSnapshot(`
    "- security group sg-1
    + security group sg-3"
  `)
  expect(lines(path, { a: {} }, { b: {} })).toMatchInlineSnapshot(`
    "- a {}
    + b {}"
  `)
})

test('what could not be read is unknown, never removed', () => {
  expect(
    lines(
      [],
      { a: { b: 1 }, c: [1], d: { $unknown: 'Throttled' } },
      { a: { $unknown: 'AccessDenied' }, c: { $unknown: 'AccessDenied' } },
    ),
  ).toMatchInlineSnapshot(`
    "? a: unknown (AccessDenied)
    ? c: unknown (AccessDenied)
    ? d: unknown before (Throttled)"
  `)
  expect(lines([], { Id: 'E1', Config: {} }, { Id: 'E1', $unknown: 'AccessDenied' })).toMatchInlineSnapshot(
    `"? part of it could not be read (AccessDenied)"`,
  )
})

test('digests of secrets are never shown', () => {
  const before = {
    a: { key: secret('abc') },
    list: [secret('abc')],
    url: { ...secret('abc'), url: 'https://…' },
  }
  const after = { b: { key: secret('abc') }, list: [secret('def')], url: 'https://plain.example' }
  const shown = lines([], before, after)
  expect(shown).toMatchInlineSnapshot(`
    "- a {key: (secret)}
    + b {key: (secret)}
    ~ list[0]: secret changed
    ~ url https://… (secret) → https://plain.example"
  `)
  expect(shown).not.toMatch(/hmac|abc|def/)
})

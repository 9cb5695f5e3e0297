/** How the things of a list are matched with those it had before, and called. */
export interface ListRule {
  /** Members that tell a thing, joined by spaces; the first of these that the things have. None: the value itself tells it. */
  readonly keys: readonly string[]
  /** What a person calls one; the list's name when not given, and nothing at all when empty. */
  readonly noun?: string
  /** Whether another order is a change. */
  readonly isOrdered: boolean
  /** The member that has the things in their order, wherever they stand, when all of them have a number there. */
  readonly orderedBy?: string
}

const rule = (keys: string, noun?: string): ListRule => ({
  keys: keys.split('|'),
  isOrdered: false,
  ...(noun === undefined ? {} : { noun }),
})

/** Lists whose order means something, though their things are told by a member. */
const ORDERED: Readonly<Record<string, ListRule>> = {
  CacheBehaviors: { keys: ['PathPattern'], noun: 'behaviour', isOrdered: true },
  cacheBehaviors: { keys: ['path'], noun: 'behaviour', isOrdered: true },
  Layers: { keys: ['Arn'], noun: 'layer', isOrdered: true },
  KeySchema: { keys: ['AttributeName'], noun: 'key', isOrdered: true },
  Members: { keys: ['OriginId'], noun: 'member', isOrdered: true },
  // Those of WAF.
  Rules: { keys: ['Name', 'ID', 'Id'], noun: 'rule', isOrdered: true, orderedBy: 'Priority' },
}

/** Lists without order, by their name or with that of what holds them, and what tells the things in them. */
const KEYED: Readonly<Record<string, ListRule>> = {
  // Documents that are lists: the deployments and the versions of an Apps Script project.
  '': rule('deploymentId|versionNumber', ''),
  AccessConfigs: rule('Type URI'),
  AdditionalStorageVolumes: rule('VolumeName'),
  AddressFields: rule('Identifier'),
  AliasICPRecordals: rule('CNAME'),
  Assets: rule('Category ColorMode ResourceId'),
  AssociatedRoles: rule('RoleArn FeatureName'),
  AttachedManagedPolicies: rule('PolicyName|PolicyArn', 'policy'),
  AttachmentsContent: rule('Name'),
  AttributeDefinitions: rule('AttributeName', 'attribute'),
  Attributes: rule('Name', 'attribute'),
  Auth: rule('SecretArn UserName'),
  AvailableLabels: rule('Name'),
  BodyParameters: rule('Key'),
  CapacityProviderStrategy: rule('capacityProvider'),
  ConsumedLabels: rule('Name'),
  ContentTypeProfiles: rule('ContentType'),
  CustomErrorResponses: rule('ErrorCode', 'error response'),
  CustomHeaders: rule('HeaderName', 'header'),
  CustomHeadersConfig: rule('Header', 'header'),
  DBClusterMembers: rule('DBInstanceIdentifier', 'member'),
  DBClusterOptionGroupMemberships: rule('DBClusterOptionGroupName'),
  DBInstanceAutomatedBackupsReplications: rule('DBInstanceAutomatedBackupsArn'),
  DBParameterGroups: rule('DBParameterGroupName', 'parameter group'),
  DBSecurityGroupMemberships: rule('DBSecurityGroupName'),
  DBSecurityGroups: rule('DBSecurityGroupName'),
  DimensionConfigurations: rule('DimensionName'),
  Dimensions: rule('Name', 'dimension'),
  DomainMemberships: rule('Domain'),
  DomainValidationOptions: rule('DomainName', 'validation of'),
  Domains: rule('Domain', 'domain'),
  EncryptionEntities: rule('PublicKeyId ProviderId'),
  EndPoints: rule('StreamType'),
  EventBuses: rule('EventBusArn'),
  ExcludeFilters: rule('Namespace'),
  ExcludedRules: rule('Name', 'excluded rule'),
  ExemptUriRegularExpressions: rule('RegexString'),
  ExtendedKeyUsages: rule('Name OID'),
  ExternalSecretRotationMetadata: rule('Key'),
  FileSystemConfigs: rule('Arn', 'file system'),
  FilterRules: rule('Name'),
  FunctionAssociations: rule('EventType|EventType FunctionARN', 'function'),
  GlobalClusterMembers: rule('DBClusterArn'),
  GlobalSecondaryIndexes: rule('IndexName', 'index'),
  GlobalTableWitnesses: rule('RegionName'),
  HeaderParameters: rule('Key'),
  IncludeFilters: rule('Namespace'),
  IncludeMetrics: rule('Namespace MetricName'),
  InsertHeaders: rule('Name', 'header'),
  InstanceProfileList: rule('InstanceProfileName'),
  IpamCidrConfigs: rule('Cidr'),
  KeySigningKeys: rule('Name'),
  KeyUsages: rule('Name'),
  KeyValueStoreAssociations: rule('KeyValueStoreARN'),
  LambdaFunctionAssociations: rule('EventType|EventType LambdaFunctionARN', 'Lambda function'),
  LocalSecondaryIndexes: rule('IndexName', 'index'),
  MetricDataQueries: rule('Id'),
  Metrics: rule('Id'),
  NoncurrentVersionTransitions: rule('StorageClass', 'noncurrent transition'),
  OptionGroupMemberships: rule('OptionGroupName'),
  OptionSettings: rule('Name', 'setting'),
  Options: rule('OptionName', 'option'),
  OriginGroups: rule('Id', 'origin group'),
  Origins: rule('Id', 'origin'),
  ParameterDefinitions: rule('Name', 'parameter'),
  Parameters: rule('Name', 'parameter'),
  PaymentNetworks: rule('Chain'),
  PhoneNumberFields: rule('Identifier'),
  PipelineParameterList: rule('Name', 'parameter'),
  Policies: rule('PolicyType PolicyText|PolicyName', 'policy'),
  PolicyVersionList: rule('VersionId', 'version'),
  PostProcessFirewallManagerRuleGroups: rule('Name|Priority'),
  PreParseTextTransformations: rule('Priority'),
  PreProcessFirewallManagerRuleGroups: rule('Name|Priority'),
  Prices: rule('Currency'),
  ProcessorFeatures: rule('Name'),
  QueryArgProfiles: rule('QueryArg'),
  QueryStringParameters: rule('Key'),
  RecoveryMechanisms: rule('Name|Priority'),
  RegularExpressionList: rule('RegexString'),
  RemoveHeadersConfig: rule('Header', 'removed header'),
  Replicas: rule('RegionName', 'replica'),
  ReplicationStatus: rule('Region'),
  Requires: rule('Name'),
  // They are values of the record, and have no name.
  ResourceRecords: { keys: [], noun: '', isOrdered: false },
  ResponseHeaders: rule('Name', 'header'),
  RolePolicyList: rule('PolicyName', 'policy'),
  RuleActionOverrides: rule('Name', 'override of'),
  RuleLabels: rule('Name'),
  RunCommandTargets: rule('Key'),
  ScalingPolicies: rule('PolicyName|PredefinedMetricType'),
  SchemaAttributes: rule('Name', 'attribute'),
  SchemaValidationConfigs: rule('Attribute'),
  Scopes: rule('ScopeName', 'scope'),
  SearchSchema: rule('AttributeName'),
  SourceAccessConfigurations: rule('Type URI'),
  Statement: rule('Sid', 'statement'),
  Subnets: rule('SubnetIdentifier', 'subnet'),
  SwitchoverDetails: rule('SourceMember'),
  TagList: rule('Key', 'tag'),
  TagSet: rule('Key', 'tag'),
  Tags: rule('Key|key', 'tag'),
  TargetGrants: rule('grantee|grantee permission', 'grant'),
  Tasks: rule('Name', 'task'),
  TextTransformations: rule('Priority'),
  Tierings: rule('AccessTier', 'tier'),
  Topics: rule('TopicName', 'topic'),
  Transitions: rule('StorageClass', 'transition'),
  VPCs: rule('VPCRegion VPCId', 'VPC'),
  VectorIndexes: rule('IndexName', 'index'),
  VpcSecurityGroupMemberships: rule('VpcSecurityGroupId', 'security group'),
  VpcSecurityGroups: rule('VpcSecurityGroupId', 'security group'),
  addOns: rule('name', 'add-on'),
  aliases: rule('Name|name', 'alias'),
  apiMappings: rule('ApiMappingKey', 'mapping'),
  apiStages: rule('apiId stage', 'stage'),
  attributes: rule('AttributeName', 'attribute'),
  authorizers: rule('Name AuthorizerId|name id', 'authorizer'),
  basePathMappings: rule('basePath', 'mapping'),
  blocks: rule('LocationName CidrBlock', 'block'),
  clients: rule('ClientName ClientId', 'client'),
  contributorInsights: rule('IndexName'),
  customErrorResponses: rule('errorCode', 'error response'),
  deployments: rule('DeploymentId|id|version', 'deployment'),
  disks: rule('path name', 'disk'),
  documentationParts: rule('id'),
  documentationVersions: rule('version'),
  domainEntries: rule('name type|name type target', ''),
  domainValidationRecords: rule('domainName name', 'validation of'),
  endpoints: rule('DBProxyEndpointName', 'endpoint'),
  eventDestinations: rule('Name', 'event destination'),
  fromAttachedDisks: rule('name path', 'disk'),
  gatewayResponses: rule('responseType', 'response'),
  grants: rule('grantee|grantee permission', 'grant'),
  groups: rule('GroupName', 'group'),
  identityProviders: rule('ProviderName', 'identity provider'),
  instanceHealthSummary: rule('instanceName'),
  integrations: rule('IntegrationId', 'integration'),
  invokeConfigs: rule('FunctionArn', 'invoke configuration'),
  ips: rule('Ip', 'IP'),
  keys: rule('Key|id', 'key'),
  kinesisDestinations: rule('StreamArn'),
  'lifecycle.Rules': rule('ID', 'rule'),
  logDelivery: rule('EventSource LogLevel'),
  metricTransformations: rule('metricNamespace metricName'),
  models: rule('Name|name', 'model'),
  parameters: rule('ParameterName|parameterName|in name|name', 'parameter'),
  ports: rule('protocol fromPort toPort', 'port'),
  provisionedConcurrency: rule('FunctionArn'),
  records: rule('Name Type SetIdentifier', ''),
  replicaAutoScaling: rule('RegionName'),
  'replication.Rules': rule('ID', 'rule'),
  requestValidators: rule('name id', 'validator'),
  resourceServers: rule('Identifier', 'resource server'),
  resources: rule('ResourceType ResourceArn|path', 'resource'),
  resourcesReceivingAccess: rule('resourceType name'),
  responses: rule('RouteResponseKey|IntegrationResponseKey', 'response'),
  routes: rule('RouteKey', 'route'),
  routingConfiguration: rule('stateMachineVersionArn'),
  routingRules: rule('RoutingRuleId|Priority', 'routing rule'),
  scalableTargets: rule('ResourceId ScalableDimension'),
  scalingPolicies: rule('ResourceId ScalableDimension PolicyName'),
  scheduledActions: rule('ResourceId ScalableDimension ScheduledActionName'),
  stages: rule('StageName|stageName', 'stage'),
  subscriptionFilters: rule('filterName', 'subscription filter'),
  subscriptions: rule('Protocol Endpoint SubscriptionArn', 'subscription'),
  tags: rule('Key|key', 'tag'),
  targetGroups: rule('TargetGroupName', 'target group'),
  targets: rule('Id|Type RdsResourceId', 'target'),
  tlsCertificateSummaries: rule('name'),
  tlsCertificates: rule('name', 'certificate'),
  urls: rule('FunctionArn', 'URL'),
  versions: rule('Version', 'version'),
  vpcAssociationAuthorizations: rule('VPCRegion VPCId', 'VPC authorization'),
}

/** Lists that are sets of their values; `Endpoints.*` are those of a map. */
const SETS = new Set(
  `AccessControlAllowHeaders AccessControlAllowMethods AccessControlAllowOrigins AccessControlExposeHeaders
  AdditionalContactEmailAddresses AdditionalStatistics Addresses AlarmActions AliasAttributes Aliases
  AllowHeaders AllowMethods AllowOrigins AllowedFirstAuthFactors AllowedHeaders AllowedInstanceTypes
  AllowedMethods AllowedOAuthFlows AllowedOAuthScopes AllowedOrigins AllowedScopes AnyOf AnycastIps
  Architectures AsnList AttributeValues Attributes.Values AttributesRequireVerificationBeforeUpdate Audience
  AuthenticatedGrantTypes AuthorizationScopes AutoVerifiedAttributes AvailabilityZones BlockedIPRangeList
  CachedMethods CallbackURLs ChildHealthChecks CompatibleArchitectures CompatibleRuntimes Conditions Cookies
  CountryCodes CustomEndpoints CustomKeys DataProtections EnabledCloudwatchLogsExports Endpoints.*
  EventCategoriesList EventFilter Events ExcludedCookies ExcludedHeaders ExcludedInstanceTypes ExcludedMembers
  ExcludedTagKeys ExcludedTimeRanges ExplicitAuthFlows ExposeHeaders FailureCodes FailureStrings FailureValues
  FieldKeys FieldPatterns Fields Filters FunctionResponseTypes GeoRestriction Headers IdentitySource IdpIdentifiers
  IncludedCookies IncludedHeaders IncludedPaths IncludedTagKeys InsufficientDataActions KeyGroupConfig
  Locations LogDestinationConfigs LogGroupIdentifiers LogoutURLs ManagedRuleGroupConfigs MatchingEventTypes
  MetricNames NameServers NonKeyAttributes OKActions OpenDcrGrantTypes OptionalFields OriginSslProtocols
  PlacementConstraints PlatformTypes QueryStringCacheKeys QueryStrings Queues ReadAttributes
  ReadReplicaDBClusterIdentifiers ReadReplicaDBInstanceIdentifiers ReadReplicaIdentifiers Readers Recipients
  RedactedFields Regions RunCommandTargets.Values SecurityGroupIds SecurityGroups SessionPinningFilters
  SigningProfileVersionArns SkippedIPRangeList SourceIdsList StagingDistributionDnsNames Statements
  StaticMembers StatisticsConfigurations StatusCodes SubjectAlternativeNames SubnetIds SuccessCodes
  SuccessStrings SuccessValues SupportedIdentityProviders SupportedNetworkTypes SuppressedReasons
  TokenDomains Tokens TrustedKeyGroups TrustedSigners UsernameAttributes ValidationEmails VpcSecurityGroupIds
  VersionIdsToStages.* VpcSubnetIds WhitelistedNames WriteAttributes allowedHeaders allowedMethods allowedOrigins
  alternativeDomainNames amplifyApps appRunnerServices audience authorizationScopes binaryMediaTypes cacheKeyParameters
  cidrListAliases cidrs contactProtocols cookiesAllowList destinations emitSystemFieldDimensions
  emitSystemFields exposeHeaders failureCodes features graphqlApis headersAllowList inheritedProperties
  ipv6Addresses ipv6Cidrs loadBalancers logGroupNames notificationTriggers providerARNs publicDomainNames.*
  publicPorts queryStringsAllowList readonlyAccessAccounts required resourceArns security security.*
  sourceQueueArns stageKeys subjectAlternativeNames successCodes targetArns types userPools
  verifiedAccessInstances vpcEndpointIds x-amazon-apigateway-binary-media-types x-amazon-apigateway-cors.*
  x-amazon-apigateway-endpoint-configuration.*`.split(/\s+/),
)

const RULES: Readonly<Record<string, ListRule>> = { ...ORDERED, ...KEYED }
/** What picks events: each list in it is one of values that do, but for the bounds of `numeric`. */
const PATTERNS = new Set(['EventPattern', 'FilterPolicy', 'Pattern'])

const SET: ListRule = { keys: [], isOrdered: false }
/** What tells the things of a list that nobody has declared, if anything does. Its order counts. */
export const GUESSED: ListRule = {
  keys: ['Id', 'ID', 'id', 'Name', 'name', 'Key', 'key', 'Sid', 'Arn', 'ARN', 'arn', 'userSymbol'],
  isOrdered: true,
}

/** Members of a statement that are sets, and that hold one text as well as a list of it. */
const STATEMENT_SETS = new Set(['Action', 'NotAction', 'Resource', 'NotResource'])

/**
 * The rule for the list at a place, given by the names that lead there. A list that nobody has declared is matched by a
 * sound guess, and its order counts: capture puts those in order whose order means nothing.
 */
export function listRule(names: readonly string[]): ListRule {
  const name = listName(names)
  const holder = names.at(-2) ?? ''
  if (isOneOrMore(names) && name !== 'Statement') return SET
  if (names.some((above) => PATTERNS.has(above))) return name === 'numeric' ? GUESSED : SET
  const known = [`${holder}.${name}`, name].find((called) => Object.hasOwn(RULES, called))
  if (known !== undefined) return RULES[known] ?? GUESSED
  return [name, `${holder}.${name}`, `${holder}.*`].some((called) => SETS.has(called)) ? SET : GUESSED
}

/** The name of a list; CloudFront puts its lists into `Items`. */
export function listName(names: readonly string[]): string {
  const name = names.at(-1) ?? ''
  return name === 'Items' ? (names.at(-2) ?? name) : name
}

/** Says whether one thing means the same here as a list of it, as in the statements of a policy. */
export function isOneOrMore(names: readonly string[]): boolean {
  const name = names.at(-1) ?? ''
  if (name === 'Statement') return true
  const at = names.lastIndexOf('Statement')
  if (at === -1) return false
  const inside = names.slice(at + 1)
  if (inside.length === 1) return STATEMENT_SETS.has(name)
  if (inside.length === 2) return inside[0] === 'Principal' || inside[0] === 'NotPrincipal'
  return inside.length === 3 && inside[0] === 'Condition'
}

/** How the things of a list are matched with those it had before, and called. */
export interface ListRule {
  /** Members that tell a thing, joined by spaces; the first of these that the things have. None: the value itself tells it. */
  readonly keys: readonly string[]
  /** What a person calls one; the list's name when not given, and nothing at all when empty. */
  readonly noun?: string
  /** Whether another order is a change. */
  readonly isOrdered: boolean
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
  Rules: { keys: ['Name', 'ID', 'Id'], noun: 'rule', isOrdered: true },
}

/** Lists without order, by their name, and what tells the things in them. */
const KEYED: Readonly<Record<string, ListRule>> = {
  AdditionalStorageVolumes: rule('VolumeName'),
  AliasICPRecordals: rule('CNAME'),
  AssociatedRoles: rule('RoleArn FeatureName'),
  AttachedManagedPolicies: rule('PolicyName|PolicyArn', 'policy'),
  AttributeDefinitions: rule('AttributeName', 'attribute'),
  Auth: rule('SecretArn UserName'),
  AvailableLabels: rule('Name'),
  BodyParameters: rule('Key'),
  ConsumedLabels: rule('Name'),
  ContentTypeProfiles: rule('ContentType'),
  CustomErrorResponses: rule('ErrorCode', 'error response'),
  CustomHeaders: rule('HeaderName', 'header'),
  CustomHeadersConfig: rule('Header', 'header'),
  DBClusterMembers: rule('DBInstanceIdentifier', 'member'),
  DBClusterOptionGroupMemberships: rule('DBClusterOptionGroupName'),
  DBInstanceAutomatedBackupsReplications: rule('DBInstanceAutomatedBackupsArn'),
  DBParameterGroups: rule('DBParameterGroupName', 'parameter group'),
  DimensionConfigurations: rule('DimensionName'),
  Dimensions: rule('Name', 'dimension'),
  DomainMemberships: rule('Domain'),
  DomainValidationOptions: rule('DomainName', 'validation of'),
  Domains: rule('Domain', 'domain'),
  EncryptionEntities: rule('PublicKeyId ProviderId'),
  EndPoints: rule('StreamType'),
  EventBuses: rule('EventBusArn'),
  ExcludeFilters: rule('Namespace'),
  ExtendedKeyUsages: rule('Name OID'),
  Filters: rule('Pattern', 'filter'),
  FunctionAssociations: rule('EventType FunctionARN', 'function'),
  GlobalClusterMembers: rule('DBClusterArn'),
  GlobalSecondaryIndexes: rule('IndexName', 'index'),
  GlobalTableWitnesses: rule('RegionName'),
  HeaderParameters: rule('Key'),
  IncludeFilters: rule('Namespace'),
  IncludeMetrics: rule('Namespace MetricName'),
  InstanceProfileList: rule('InstanceProfileName'),
  IpamCidrConfigs: rule('Cidr'),
  KeySigningKeys: rule('Name'),
  KeyUsages: rule('Name'),
  KeyValueStoreAssociations: rule('KeyValueStoreARN'),
  LambdaFunctionAssociations: rule('EventType LambdaFunctionARN', 'function'),
  LocalSecondaryIndexes: rule('IndexName', 'index'),
  MetricDataQueries: rule('Id'),
  Metrics: rule('Id'),
  OptionGroupMemberships: rule('OptionGroupName'),
  OptionSettings: rule('Name', 'setting'),
  Options: rule('OptionName', 'option'),
  OriginGroups: rule('Id', 'origin group'),
  Origins: rule('Id', 'origin'),
  Parameters: rule('Name', 'parameter'),
  Policies: rule('PolicyType PolicyText|PolicyName', 'policy'),
  PolicyVersionList: rule('VersionId', 'version'),
  PostProcessFirewallManagerRuleGroups: rule('Name|Priority'),
  PreParseTextTransformations: rule('Priority'),
  PreProcessFirewallManagerRuleGroups: rule('Name|Priority'),
  ProcessorFeatures: rule('Name'),
  QueryArgProfiles: rule('QueryArg'),
  QueryStringParameters: rule('Key'),
  RecoveryMechanisms: rule('Name|Priority'),
  RegularExpressionList: rule('RegexString'),
  RemoveHeadersConfig: rule('Header', 'removed header'),
  Replicas: rule('RegionName', 'replica'),
  ReplicationStatus: rule('Region'),
  // They are values of the record, and have no name.
  ResourceRecords: { keys: [], noun: '', isOrdered: false },
  RolePolicyList: rule('PolicyName', 'policy'),
  RuleLabels: rule('Name'),
  ScalingPolicies: rule('PolicyName'),
  SchemaAttributes: rule('Name', 'attribute'),
  Scopes: rule('ScopeName', 'scope'),
  SourceAccessConfigurations: rule('Type URI'),
  Statement: rule('Sid', 'statement'),
  Subnets: rule('SubnetIdentifier', 'subnet'),
  SwitchoverDetails: rule('SourceMember'),
  TagList: rule('Key', 'tag'),
  TagSet: rule('Key', 'tag'),
  Tags: rule('Key|key', 'tag'),
  Tasks: rule('Name', 'task'),
  TextTransformations: rule('Priority'),
  Topics: rule('TopicName', 'topic'),
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
  domainEntries: rule('name type target', ''),
  domainValidationRecords: rule('domainName name', 'validation of'),
  endpoints: rule('DBProxyEndpointName', 'endpoint'),
  eventDestinations: rule('Name', 'event destination'),
  fromAttachedDisks: rule('name path', 'disk'),
  gatewayResponses: rule('responseType', 'response'),
  groups: rule('GroupName', 'group'),
  identityProviders: rule('ProviderName', 'identity provider'),
  instanceHealthSummary: rule('instanceName'),
  integrations: rule('IntegrationId', 'integration'),
  invokeConfigs: rule('FunctionArn', 'invoke configuration'),
  ips: rule('Ip', 'IP'),
  keys: rule('Key|id', 'key'),
  kinesisDestinations: rule('StreamArn'),
  logDelivery: rule('EventSource LogLevel'),
  models: rule('Name|name', 'model'),
  parameters: rule('ParameterName|parameterName|in name', 'parameter'),
  ports: rule('protocol fromPort toPort', 'port'),
  provisionedConcurrency: rule('FunctionArn'),
  records: rule('Name Type SetIdentifier', ''),
  replicaAutoScaling: rule('RegionName'),
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

/** Lists of texts that are sets. */
const SETS = new Set(
  `AccessControlAllowHeaders AccessControlAllowMethods AccessControlAllowOrigins AccessControlExposeHeaders
  AdditionalStatistics Addresses AlarmActions AliasAttributes Aliases AllowHeaders AllowMethods AllowOrigins AllowedHeaders
  AllowedInstanceTypes AllowedMethods AllowedOAuthFlows AllowedOAuthScopes AllowedOrigins AnycastIps Architectures
  AttributeValues Audience
  AuthorizationScopes AutoVerifiedAttributes AvailabilityZones CachedMethods CallbackURLs ChildHealthChecks
  CompatibleArchitectures CompatibleRuntimes Cookies CustomEndpoints EnabledCloudwatchLogsExports EventCategoriesList
  Events ExcludedInstanceTypes ExcludedMembers ExplicitAuthFlows ExposeHeaders FieldPatterns Fields FunctionResponseTypes GeoRestriction Headers
  IdentitySource IdpIdentifiers InsufficientDataActions KeyGroupConfig Locations LogoutURLs MatchingEventTypes MetricNames
  NameServers NonKeyAttributes OKActions OptionalFields OriginSslProtocols PlatformTypes QueryStrings Queues
  ReadAttributes ReadReplicaDBClusterIdentifiers ReadReplicaDBInstanceIdentifiers ReadReplicaIdentifiers Readers
  Recipients Regions SecurityGroupIds SessionPinningFilters SourceIdsList SigningProfileVersionArns StagingDistributionDnsNames
  StaticMembers
  StatisticsConfigurations StatusCodes SubjectAlternativeNames SubnetIds SupportedIdentityProviders SupportedNetworkTypes
  SuppressedReasons TokenDomains Tokens TrustedKeyGroups TrustedSigners UsernameAttributes ValidationEmails
  VpcSecurityGroupIds VpcSubnetIds WhitelistedNames WriteAttributes alternativeDomainNames appRunnerServices
  audience authorizationScopes binaryMediaTypes cacheKeyParameters cidrListAliases cidrs contactProtocols cookiesAllowList
  features graphqlApis headersAllowList inheritedProperties ipv6Addresses ipv6Cidrs loadBalancers logGroupNames
  notificationTriggers providerARNs publicPorts queryStringsAllowList readonlyAccessAccounts required resourceArns
  security sourceQueueArns stageKeys subjectAlternativeNames targetArns types userPools verifiedAccessInstances
  vpcEndpointIds x-amazon-apigateway-binary-media-types`.split(/\s+/),
)

const SET: ListRule = { keys: [], isOrdered: false }
/** What tells the things of a list that nobody has declared, if anything does. Its order counts. */
export const GUESSED: ListRule = {
  keys: ['Id', 'ID', 'id', 'Name', 'name', 'Key', 'key', 'Sid', 'Arn', 'ARN', 'arn'],
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
  if (isOneOrMore(names) && name !== 'Statement') return SET
  if (Object.hasOwn(ORDERED, name)) return ORDERED[name] ?? GUESSED
  if (Object.hasOwn(KEYED, name)) return KEYED[name] ?? GUESSED
  return SETS.has(name) ? SET : GUESSED
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

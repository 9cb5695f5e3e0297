import { DATABASE_HOST } from './declaration/hosts.ts'
import type { JsonObject } from '../model/canonical-json.ts'
import { textAt } from '../model/json-place.ts'
import type { Api } from './declaration/api.ts'
import type { Call, Resource, Service } from './declaration/declaration.ts'
import { paged } from './declaration/paged-call.ts'
import { parameterSecrets } from './parameter-secrets.ts'
import { ORDERED, unsorted } from './declaration/lists.ts'

const rds: Api = {
  id: 'rds',
  sdkId: 'RDS',
  load: () => import('@aws-sdk/client-rds'),
  client: 'RDSClient',
}

const listOf = (operation: string, select: string, more: Partial<Call> = {}) =>
  paged(operation, select, { token: 'Marker', ...more })

/** The model's name, and the code of those kinds that the model forgets in a call. */
const goneOf = (kind: string) => [`${kind}NotFoundFault`, `${kind}NotFound`]

/** Kinds that do not come with their tags. */
const tagsOf = (arn: string, kind: string): Call => ({
  operation: 'ListTagsForResource',
  input: (item) => ({ ResourceName: textAt(arn, item) }),
  select: 'TagList',
  gone: goneOf(kind),
})

/** What comes and goes while the server works. */
const RUNNING = [
  'Status',
  'StatusInfos',
  'PercentProgress',
  'PendingModifiedValues',
  'AutomaticRestartTime',
  'EarliestRestorableTime',
  'LatestRestorableTime',
  'CertificateDetails.ValidTill',
  'MasterUserSecret.SecretStatus',
  'AssociatedRoles.Status',
  'DomainMemberships.Status',
  'VpcSecurityGroups.Status',
]

const SERVER_LISTS = {
  AssociatedRoles: 'RoleArn FeatureName',
  DomainMemberships: 'Domain',
  'DomainMemberships.DnsIps': ORDERED,
  EnabledCloudwatchLogsExports: '',
  ProcessorFeatures: 'Name',
  VpcSecurityGroups: { by: 'VpcSecurityGroupId', noun: 'security group' },
}

/** Those of Neptune and DocumentDB come along; `Engine` identifies them. */
const instances: Resource = {
  path: 'databases/rds/instances/*.json',
  hosts: [{ pattern: DATABASE_HOST, at: ['Endpoint.Address', 'ListenerEndpoint.Address'] }],
  list: listOf('DescribeDBInstances', 'DBInstances'),
  name: 'DBInstanceIdentifier',
  keptTimes: ['ResumeFullAutomationModeTime'],
  drop: [
    ...RUNNING,
    'DBInstanceStatus',
    'InstanceCreateTime',
    'IsStorageConfigUpgradeAvailable',
    'StorageVolumeStatus',
    'StorageOperationStatus',
    'StorageOperationPercentProgress',
    'AdditionalStorageVolumes.StorageVolumeStatus',
    'DBSecurityGroups.Status',
    'DBParameterGroups.ParameterApplyStatus',
    'OptionGroupMemberships.Status',
    // It has a document of its own.
    'DBSubnetGroup.DBSubnetGroupDescription',
    'DBSubnetGroup.SubnetGroupStatus',
    'DBSubnetGroup.Subnets',
    'DBSubnetGroup.SupportedNetworkTypes',
  ],
  dropWhen: {
    // The two change places when one fails.
    AvailabilityZone: ({ MultiAZ }) => MultiAZ === true,
    SecondaryAvailabilityZone: ({ MultiAZ }) => MultiAZ === true,
    // It grows on its own.
    AllocatedStorage: ({ MaxAllocatedStorage }) => MaxAllocatedStorage !== undefined,
    'AdditionalStorageVolumes.AllocatedStorage': ({ MaxAllocatedStorage }) =>
      MaxAllocatedStorage !== undefined,
  },
  lists: {
    ...SERVER_LISTS,
    DBParameterGroups: { by: 'DBParameterGroupName', noun: 'parameter group' },
    OptionGroupMemberships: 'OptionGroupName',
    ReadReplicaDBInstanceIdentifiers: '',
    ReadReplicaDBClusterIdentifiers: '',
    AdditionalStorageVolumes: 'VolumeName',
    DBInstanceAutomatedBackupsReplications: 'DBInstanceAutomatedBackupsArn',
    ...unsorted({ DBSecurityGroups: 'DBSecurityGroupName' }),
  },
}

const clusters: Resource = {
  path: 'databases/rds/clusters/*.json',
  hosts: [{ pattern: DATABASE_HOST, at: ['Endpoint', 'ReaderEndpoint', 'CustomEndpoints'] }],
  list: listOf('DescribeDBClusters', 'DBClusters'),
  name: 'DBClusterIdentifier',
  drop: [
    ...RUNNING,
    'ClusterCreateTime',
    'EarliestBacktrackTime',
    'BacktrackConsumedChangeRecords',
    // What a serverless cluster has right now.
    'Capacity',
    'IOOptimizedNextAllowedModificationTime',
    'GlobalWriteForwardingStatus',
    // The writer changes when one fails.
    'DBClusterMembers.IsClusterWriter',
    'DBClusterMembers.DBClusterParameterGroupStatus',
    'DBClusterOptionGroupMemberships.Status',
  ],
  lists: {
    ...SERVER_LISTS,
    AvailabilityZones: '',
    CustomEndpoints: '',
    ReadReplicaIdentifiers: '',
    DBClusterMembers: { by: 'DBInstanceIdentifier', noun: 'member' },
    DBClusterOptionGroupMemberships: 'DBClusterOptionGroupName',
  },
}

/** The parameters that somebody has set: the others are the engine's, some 400, and change with it. */
const parametersOf = (operation: string, name: string): Call =>
  listOf(operation, 'Parameters', {
    input: (group) => ({ [name]: group[name], Source: 'user' }),
    gone: goneOf('DBParameterGroup'),
  })

const parameterGroups = {
  drop: [
    'parameters.AllowedValues',
    'parameters.Description',
    'parameters.IsModifiable',
    'parameters.MinimumEngineVersion',
    'parameters.Source',
    'parameters.SupportedEngineModes',
  ],
  secretMembers: { parameters: parameterSecrets },
  lists: { parameters: { by: 'ParameterName', noun: 'parameter' } },
}

/** Groups that AWS makes when an engine is first used, and that nobody can change. */
const isOwn = (name: string) => (group: JsonObject) => !/^default[.:]/.test(textAt(name, group))

const proxies: Resource = {
  path: 'databases/rds/proxies/*.json',
  hosts: [{ pattern: DATABASE_HOST, at: ['Endpoint', 'endpoints.Endpoint'] }],
  list: listOf('DescribeDBProxies', 'DBProxies'),
  name: 'DBProxyName',
  details: {
    tags: tagsOf('DBProxyArn', 'DBProxy'),
    targetGroups: listOf('DescribeDBProxyTargetGroups', 'TargetGroups', {
      input: ({ DBProxyName }) => ({ DBProxyName }),
      gone: goneOf('DBProxy'),
      details: {
        targets: listOf('DescribeDBProxyTargets', 'Targets', {
          input: ({ DBProxyName, TargetGroupName }) => ({ DBProxyName, TargetGroupName }),
          gone: ['DBProxy', 'DBProxyTargetGroup'].flatMap(goneOf),
        }),
      },
    }),
    endpoints: listOf('DescribeDBProxyEndpoints', 'DBProxyEndpoints', {
      input: ({ DBProxyName }) => ({ DBProxyName }),
      gone: goneOf('DBProxy'),
    }),
  },
  drop: [
    '**.Status',
    '**.CreatedDate',
    '**.UpdatedDate',
    'targetGroups.targets.TargetHealth',
    // The writer changes when one fails.
    'targetGroups.targets.Role',
  ],
  secret: ['targetGroups.ConnectionPoolConfig.InitQuery'],
  lists: {
    Auth: 'SecretArn UserName',
    '**.VpcSecurityGroupIds': '',
    '**.VpcSubnetIds': '',
    targetGroups: { by: 'TargetGroupName', noun: 'target group' },
    'targetGroups.ConnectionPoolConfig.SessionPinningFilters': '',
    'targetGroups.targets': { by: 'Type RdsResourceId', noun: 'target' },
    endpoints: { by: 'DBProxyEndpointName', noun: 'endpoint' },
  },
}

/**
 * Those that somebody has made. Automated ones, and those of AWS Backup, come and go on their own each day; how they
 * are made is said by the instance or cluster.
 */
const MANUAL = { SnapshotType: 'manual' }

/** Who may restore it. */
const sharingOf = (kind: string): Call => ({
  operation: `Describe${kind}Attributes`,
  input: (snapshot) => ({ [`${kind}Identifier`]: snapshot[`${kind}Identifier`] }),
  select: `${kind}AttributesResult.${kind}Attributes`,
  absent: [`${kind}NotFoundFault`],
})

/** The time when it was made stays: it is what a snapshot holds, and distinguishes it from one made again under the same name. */
const snapshots = {
  drop: ['Status', 'PercentProgress', 'FullSnapshotSizeInBytes', 'InstanceCreateTime', 'ClusterCreateTime'],
  lists: {
    AvailabilityZones: '',
    ProcessorFeatures: 'Name',
    attributes: { by: 'AttributeName', noun: 'attribute' },
    'attributes.AttributeValues': '',
    ...unsorted({ AdditionalStorageVolumes: 'VolumeName' }),
  },
}

/** The declaration of RDS. */
export const RDS: Service = {
  name: 'rds',
  label: 'RDS',
  api: rds,
  scope: 'regional',
  prefixes: ['databases/rds/'],
  types: {
    rds: `cluster cluster-endpoint cluster-pg cluster-snapshot db db-proxy db-proxy-endpoint deployment es global-cluster
    integration og pg proxy proxy-endpoint shard-group snapshot subgrp target-group tenant-database`,
  },
  resources: [
    instances,
    clusters,
    {
      path: 'databases/rds/cluster-endpoints/*.json',
      hosts: [{ pattern: DATABASE_HOST, at: ['Endpoint'] }],
      list: listOf('DescribeDBClusterEndpoints', 'DBClusterEndpoints'),
      name: 'DBClusterEndpointIdentifier',
      // The others come with each cluster.
      filter: ({ EndpointType }) => EndpointType === 'CUSTOM',
      details: { tags: tagsOf('DBClusterEndpointArn', 'DBClusterEndpoint') },
      drop: ['Status'],
      lists: { StaticMembers: '', ExcludedMembers: '' },
    },
    {
      path: 'databases/rds/global-clusters/*.json',
      hosts: [{ pattern: DATABASE_HOST, at: ['Endpoint'] }],
      list: listOf('DescribeGlobalClusters', 'GlobalClusters'),
      name: 'GlobalClusterIdentifier',
      drop: ['Status', 'FailoverState', 'GlobalClusterMembers.SynchronizationStatus'],
      lists: { GlobalClusterMembers: 'DBClusterArn', 'GlobalClusterMembers.Readers': '' },
    },
    {
      path: 'databases/rds/shard-groups/*.json',
      hosts: [{ pattern: DATABASE_HOST, at: ['Endpoint'] }],
      list: listOf('DescribeDBShardGroups', 'DBShardGroups'),
      name: 'DBShardGroupIdentifier',
      drop: ['Status'],
    },
    {
      path: 'databases/rds/tenant-databases/*.json',
      list: listOf('DescribeTenantDatabases', 'TenantDatabases'),
      name: (tenant) => `${textAt('DBInstanceIdentifier', tenant)}/${textAt('TenantDBName', tenant)}`,
      drop: ['Status', 'TenantDatabaseCreateTime', 'PendingModifiedValues', 'MasterUserSecret.SecretStatus'],
    },
    {
      path: 'databases/rds/parameter-groups/*.json',
      list: listOf('DescribeDBParameterGroups', 'DBParameterGroups'),
      name: 'DBParameterGroupName',
      filter: isOwn('DBParameterGroupName'),
      details: {
        parameters: parametersOf('DescribeDBParameters', 'DBParameterGroupName'),
        tags: tagsOf('DBParameterGroupArn', 'DBParameterGroup'),
      },
      ...parameterGroups,
    },
    {
      path: 'databases/rds/cluster-parameter-groups/*.json',
      list: listOf('DescribeDBClusterParameterGroups', 'DBClusterParameterGroups'),
      name: 'DBClusterParameterGroupName',
      filter: isOwn('DBClusterParameterGroupName'),
      details: {
        parameters: parametersOf('DescribeDBClusterParameters', 'DBClusterParameterGroupName'),
        tags: tagsOf('DBClusterParameterGroupArn', 'DBParameterGroup'),
      },
      ...parameterGroups,
    },
    {
      path: 'databases/rds/option-groups/*.json',
      list: listOf('DescribeOptionGroups', 'OptionGroupsList'),
      name: 'OptionGroupName',
      filter: isOwn('OptionGroupName'),
      details: { tags: tagsOf('OptionGroupArn', 'OptionGroup') },
      drop: [
        'CopyTimestamp',
        'Options.OptionDescription',
        'Options.DBSecurityGroupMemberships.Status',
        'Options.VpcSecurityGroupMemberships.Status',
        'Options.OptionSettings.AllowedValues',
        'Options.OptionSettings.Description',
        'Options.OptionSettings.IsModifiable',
      ],
      secretMembers: { 'Options.OptionSettings': parameterSecrets },
      lists: {
        Options: { by: 'OptionName', noun: 'option' },
        'Options.OptionSettings': { by: 'Name', noun: 'setting' },
        'Options.VpcSecurityGroupMemberships': { by: 'VpcSecurityGroupId', noun: 'security group' },
        ...unsorted({ 'Options.DBSecurityGroupMemberships': 'DBSecurityGroupName' }),
      },
    },
    {
      path: 'databases/rds/subnet-groups/*.json',
      list: listOf('DescribeDBSubnetGroups', 'DBSubnetGroups'),
      name: 'DBSubnetGroupName',
      details: { tags: tagsOf('DBSubnetGroupArn', 'DBSubnetGroup') },
      drop: ['SubnetGroupStatus', 'Subnets.SubnetStatus'],
      lists: { Subnets: { by: 'SubnetIdentifier', noun: 'subnet' }, SupportedNetworkTypes: '' },
    },
    proxies,
    {
      path: 'databases/rds/event-subscriptions/*.json',
      list: listOf('DescribeEventSubscriptions', 'EventSubscriptionsList'),
      name: 'CustSubscriptionId',
      details: { tags: tagsOf('EventSubscriptionArn', 'Subscription') },
      drop: ['Status', 'SubscriptionCreationTime'],
      lists: { SourceIdsList: '', EventCategoriesList: '' },
    },
    {
      path: 'databases/rds/blue-green-deployments/*.json',
      list: listOf('DescribeBlueGreenDeployments', 'BlueGreenDeployments'),
      name: 'BlueGreenDeploymentName',
      id: 'BlueGreenDeploymentIdentifier',
      drop: [
        'CreateTime',
        'DeleteTime',
        'Status',
        'StatusDetails',
        'SwitchoverDetails.Status',
        'Tasks.Status',
      ],
      lists: { SwitchoverDetails: 'SourceMember', Tasks: { by: 'Name', noun: 'task' } },
    },
    {
      path: 'databases/rds/integrations/*.json',
      list: listOf('DescribeIntegrations', 'Integrations'),
      name: 'IntegrationName',
      drop: ['CreateTime', 'Errors', 'Status'],
    },
    {
      path: 'databases/rds/snapshots/*.json',
      list: listOf('DescribeDBSnapshots', 'DBSnapshots', { input: () => MANUAL }),
      name: 'DBSnapshotIdentifier',
      details: { attributes: sharingOf('DBSnapshot') },
      ...snapshots,
      keptTimes: ['OriginalSnapshotCreateTime', 'SnapshotCreateTime', 'SnapshotDatabaseTime'],
    },
    {
      path: 'databases/rds/cluster-snapshots/*.json',
      list: listOf('DescribeDBClusterSnapshots', 'DBClusterSnapshots', { input: () => MANUAL }),
      name: 'DBClusterSnapshotIdentifier',
      details: { attributes: sharingOf('DBClusterSnapshot') },
      ...snapshots,
      keptTimes: ['SnapshotCreateTime'],
    },
  ],
}

import type { JsonObject } from '../../../model/canonical-json.ts'
import { textAt } from '../../../model/json-place.ts'
import type { Api, Call, Resource, Service } from '../declaration.ts'
import { paged } from '../paged-call.ts'

const rds: Api = {
  id: 'rds',
  sdkId: 'RDS',
  load: () => import('@aws-sdk/client-rds'),
  client: 'RDSClient',
  rates: { '*': { perSecond: 10, burst: 20 } },
}

const token = 'Marker'
const tagsOf = (place: string): Call => ({
  operation: 'ListTagsForResource',
  input: (item) => ({ ResourceName: textAt(place, item) }),
  select: 'TagList',
  absent: ['DBProxyNotFoundFault'],
})

const list = (operation: string, select: string, more: Partial<Call> = {}): Call =>
  paged(operation, select, { token, ...more })

/** What no secret looks like: numbers, switches, and formulas of the instance's size. */
const PLAIN_VALUE = /^(-?[\d.]+|on|off|true|false|yes|no|\{[\w/*+(),. -]*\})$/i

/** The value of a parameter, unless it is plain or one of those that are allowed. */
function secretValue({ ParameterValue, Value, AllowedValues }: JsonObject): string[] {
  const allowed = typeof AllowedValues === 'string' ? AllowedValues.split(',') : []
  const isPlain = (value: unknown) =>
    typeof value === 'string' && (PLAIN_VALUE.test(value) || allowed.includes(value))
  return [
    ...(isPlain(ParameterValue) ? [] : ['ParameterValue']),
    ...(isPlain(Value) ? [] : ['Value', 'DefaultValue']),
  ]
}

/** Parameters that somebody has set; the engine's own hundreds change with it. */
function parameterGroups(
  path: string,
  operation: string,
  select: string,
  name: string,
  ask: string,
): Resource {
  return {
    path,
    list: list(operation, select),
    name,
    details: {
      parameters: list(ask, 'Parameters', {
        input: (group) => ({ [name]: textAt(name, group), Source: 'user' }),
        absent: ['DBParameterGroupNotFound', 'DBParameterGroupNotFoundFault'],
      }),
    },
    drop: ['parameters.Description', 'parameters.AllowedValues', 'parameters.MinimumEngineVersion'],
    secretMembers: { parameters: secretValue },
    unordered: { parameters: 'ParameterName', 'parameters.SupportedEngineModes': '' },
  }
}

/** Those that somebody has made: automated ones come and go each day. */
function snapshots(path: string, operation: string, select: string, name: string): Resource {
  return {
    path,
    list: list(operation, select, { input: () => ({ SnapshotType: 'manual' }) }),
    name,
    drop: ['Status', 'PercentProgress', 'AvailabilityZone', 'SnapshotDatabaseTime'],
  }
}

const instanceDrop = [
  'DBInstanceStatus',
  'InstanceCreateTime',
  'LatestRestorableTime',
  'StatusInfos',
  'PendingModifiedValues',
  'AutomaticRestartTime',
  'ResumeFullAutomationModeTime',
  // They change places at a failover.
  'AvailabilityZone',
  'SecondaryAvailabilityZone',
  'CertificateDetails.ValidTill',
  '**.ParameterApplyStatus',
  '**.Status',
  'DBSubnetGroup.SubnetGroupStatus',
  'DBSubnetGroup.Subnets.SubnetStatus',
]

const byProxy = ({ DBProxyName }: JsonObject): JsonObject => ({ DBProxyName })

export const RDS: Service = {
  name: 'rds',
  api: rds,
  scope: 'regional',
  prefixes: ['databases/rds/'],
  resources: [
    {
      path: 'databases/rds/instances/*.json',
      list: list('DescribeDBInstances', 'DBInstances'),
      name: 'DBInstanceIdentifier',
      drop: instanceDrop,
      unordered: {
        VpcSecurityGroups: 'VpcSecurityGroupId',
        DBParameterGroups: 'DBParameterGroupName',
        OptionGroupMemberships: 'OptionGroupName',
        ReadReplicaDBInstanceIdentifiers: '',
        EnabledCloudwatchLogsExports: '',
        AssociatedRoles: 'RoleArn',
        'DBSubnetGroup.Subnets': 'SubnetIdentifier',
      },
    },
    {
      path: 'databases/rds/clusters/*.json',
      list: list('DescribeDBClusters', 'DBClusters'),
      name: 'DBClusterIdentifier',
      drop: [
        'Status',
        'PercentProgress',
        'EarliestRestorableTime',
        'LatestRestorableTime',
        'EarliestBacktrackTime',
        'BacktrackConsumedChangeRecords',
        'ClusterCreateTime',
        'AutomaticRestartTime',
        'IOOptimizedNextAllowedModificationTime',
        'PendingModifiedValues',
        'StatusInfos',
        // It moves from one member to another at a failover.
        'DBClusterMembers.IsClusterWriter',
        'DBClusterMembers.DBClusterParameterGroupStatus',
        '**.Status',
        'Capacity',
      ],
      unordered: {
        AvailabilityZones: '',
        ReadReplicaIdentifiers: '',
        CustomEndpoints: '',
        VpcSecurityGroups: 'VpcSecurityGroupId',
        DBClusterMembers: 'DBInstanceIdentifier',
        AssociatedRoles: 'RoleArn',
        EnabledCloudwatchLogsExports: '',
      },
    },
    {
      path: 'databases/rds/cluster-endpoints/*.json',
      list: list('DescribeDBClusterEndpoints', 'DBClusterEndpoints'),
      // Those that a cluster has by itself have no name.
      where: ({ DBClusterEndpointIdentifier }) => typeof DBClusterEndpointIdentifier === 'string',
      name: 'DBClusterEndpointIdentifier',
      drop: ['Status'],
      unordered: { StaticMembers: '', ExcludedMembers: '' },
    },
    {
      path: 'databases/rds/global-clusters/*.json',
      list: list('DescribeGlobalClusters', 'GlobalClusters'),
      name: 'GlobalClusterIdentifier',
      drop: ['Status', 'FailoverState', '**.SynchronizationStatus', '**.GlobalWriteForwardingStatus'],
      unordered: { GlobalClusterMembers: 'DBClusterArn', '**.Readers': '' },
    },
    parameterGroups(
      'databases/rds/parameter-groups/*.json',
      'DescribeDBParameterGroups',
      'DBParameterGroups',
      'DBParameterGroupName',
      'DescribeDBParameters',
    ),
    parameterGroups(
      'databases/rds/cluster-parameter-groups/*.json',
      'DescribeDBClusterParameterGroups',
      'DBClusterParameterGroups',
      'DBClusterParameterGroupName',
      'DescribeDBClusterParameters',
    ),
    {
      path: 'databases/rds/option-groups/*.json',
      list: list('DescribeOptionGroups', 'OptionGroupsList'),
      name: 'OptionGroupName',
      drop: ['CopyTimestamp', '**.Status'],
      secretMembers: { 'Options.OptionSettings': secretValue },
      unordered: {
        Options: 'OptionName',
        'Options.OptionSettings': 'Name',
        '**.VpcSecurityGroupMemberships': 'VpcSecurityGroupId',
      },
    },
    {
      path: 'databases/rds/subnet-groups/*.json',
      list: list('DescribeDBSubnetGroups', 'DBSubnetGroups'),
      name: 'DBSubnetGroupName',
      drop: ['SubnetGroupStatus', 'Subnets.SubnetStatus'],
      unordered: { Subnets: 'SubnetIdentifier', SupportedNetworkTypes: '' },
    },
    {
      path: 'databases/rds/proxies/*.json',
      list: list('DescribeDBProxies', 'DBProxies'),
      name: 'DBProxyName',
      details: {
        tags: tagsOf('DBProxyArn'),
        endpoints: list('DescribeDBProxyEndpoints', 'DBProxyEndpoints', {
          input: byProxy,
          absent: ['DBProxyNotFoundFault'],
        }),
        targetGroups: list('DescribeDBProxyTargetGroups', 'TargetGroups', {
          input: byProxy,
          absent: ['DBProxyNotFoundFault'],
          details: {
            targets: list('DescribeDBProxyTargets', 'Targets', {
              input: ({ DBProxyName, TargetGroupName }) => ({ DBProxyName, TargetGroupName }),
              absent: ['DBProxyNotFoundFault', 'DBProxyTargetGroupNotFoundFault'],
            }),
          },
        }),
      },
      drop: [
        'Status',
        'CreatedDate',
        'UpdatedDate',
        'endpoints.Status',
        'endpoints.CreatedDate',
        'targetGroups.Status',
        'targetGroups.CreatedDate',
        'targetGroups.UpdatedDate',
        'targetGroups.targets.TargetHealth',
        'targetGroups.targets.Role',
      ],
      secret: ['targetGroups.ConnectionPoolConfig.InitQuery'],
      unordered: {
        VpcSecurityGroupIds: '',
        VpcSubnetIds: '',
        Auth: 'SecretArn UserName',
        endpoints: 'DBProxyEndpointName',
        targetGroups: 'TargetGroupName',
        'targetGroups.targets': 'Type RdsResourceId Endpoint',
      },
    },
    {
      path: 'databases/rds/event-subscriptions/*.json',
      list: list('DescribeEventSubscriptions', 'EventSubscriptionsList'),
      name: 'CustSubscriptionId',
      details: { tags: tagsOf('EventSubscriptionArn') },
      drop: ['Status', 'SubscriptionCreationTime'],
      unordered: { SourceIdsList: '', EventCategoriesList: '' },
    },
    snapshots('databases/rds/snapshots/*.json', 'DescribeDBSnapshots', 'DBSnapshots', 'DBSnapshotIdentifier'),
    snapshots(
      'databases/rds/cluster-snapshots/*.json',
      'DescribeDBClusterSnapshots',
      'DBClusterSnapshots',
      'DBClusterSnapshotIdentifier',
    ),
  ],
}

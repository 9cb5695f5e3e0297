import type { JsonObject } from '../../../model/canonical-json.ts'
import type { Api, Call, Resource, Service } from '../declaration.ts'

const lightsail: Api = {
  id: 'lightsail',
  sdkId: 'Lightsail',
  load: () => import('@aws-sdk/client-lightsail'),
  client: 'LightsailClient',
  rates: { '*': { perSecond: 5, burst: 10 } },
}

const GONE = ['NotFoundException']

const list = (operation: string, select: string, more: Partial<Call> = {}): Call => ({
  operation,
  select,
  next: { pageToken: 'nextPageToken' },
  ...more,
})

/** State moves by itself; the code is for asking support. */
const DROP = ['state', 'status', 'supportCode', 'createdAt']

function kind(folder: string, call: Call, rules: Partial<Resource> = {}): Resource {
  return {
    path: `lightsail/${folder}/*.json`,
    list: call,
    name: 'name',
    ...rules,
    drop: [...DROP, ...(rules.drop ?? [])],
  }
}

/** Those that somebody asked for; automatic ones come and go each day. */
const isManual = ({ isFromAutoPlan }: JsonObject) => isFromAutoPlan !== true

const snapshots = (folder: string, operation: string, select: string): Resource =>
  kind(folder, list(operation, select), {
    where: isManual,
    drop: ['progress', 'fromAttachedDisks.state', 'fromAttachedDisks.createdAt', 'fromAttachedDisks.gbInUse'],
    unordered: { fromAttachedDisks: 'name' },
  })

/** Where these live whatever the region of what they serve. */
const GLOBAL = 'us-east-1'

export const LIGHTSAIL: Service = {
  name: 'lightsail',
  api: lightsail,
  scope: 'regional',
  // docs.aws.amazon.com/lightsail/latest/userguide/understanding-regions-and-availability-zones-in-amazon-lightsail.html
  onlyIn: [
    'ap-east-1',
    'ap-northeast-1',
    'ap-northeast-2',
    'ap-south-1',
    'ap-southeast-1',
    'ap-southeast-2',
    'ap-southeast-3',
    'ap-southeast-5',
    'ca-central-1',
    'eu-central-1',
    'eu-north-1',
    'eu-south-2',
    'eu-west-1',
    'eu-west-2',
    'eu-west-3',
    'sa-east-1',
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
  ],
  prefixes: ['lightsail/'],
  resources: [
    kind('instances', list('GetInstances', 'instances'), {
      details: {
        ports: {
          operation: 'GetInstancePortStates',
          input: ({ name }) => ({ instanceName: name }),
          select: 'portStates',
          absent: GONE,
        },
      },
      drop: [
        'hardware.disks.attachmentState',
        'hardware.disks.state',
        'hardware.disks.gbInUse',
        'hardware.disks.supportCode',
        'hardware.disks.createdAt',
        'addOns.status',
        'addOns.nextSnapshotTimeOfDay',
      ],
      // One that is not static is another after each stop.
      dropMembers: ({ isStaticIp }) => (isStaticIp === true ? [] : ['publicIpAddress']),
      unordered: {
        ipv6Addresses: '',
        ports: 'protocol fromPort toPort',
        'ports.cidrs': '',
        'ports.ipv6Cidrs': '',
        'ports.cidrListAliases': '',
        'networking.ports': 'protocol fromPort toPort',
        'hardware.disks': 'path name',
        addOns: 'name',
      },
    }),
    kind('disks', list('GetDisks', 'disks'), {
      drop: ['attachmentState', 'gbInUse', 'addOns.status', 'addOns.nextSnapshotTimeOfDay'],
      unordered: { addOns: 'name' },
    }),
    kind('static-ips', list('GetStaticIps', 'staticIps')),
    kind('load-balancers', list('GetLoadBalancers', 'loadBalancers'), {
      details: {
        certificates: {
          operation: 'GetLoadBalancerTlsCertificates',
          input: ({ name }) => ({ loadBalancerName: name }),
          select: 'tlsCertificates',
          absent: GONE,
        },
      },
      drop: [
        'instanceHealthSummary',
        'certificates.createdAt',
        'certificates.issuedAt',
        'certificates.supportCode',
        'certificates.renewalSummary',
      ],
      unordered: { publicPorts: '', tlsCertificateSummaries: 'name', certificates: 'name' },
    }),
    kind('domains', list('GetDomains', 'domains'), {
      region: GLOBAL,
      unordered: { domainEntries: 'name type target id' },
    }),
    kind('distributions', list('GetDistributions', 'distributions'), {
      region: GLOBAL,
      drop: ['ableToUpdateBundle'],
      secret: ['origin.customHeaders'],
      unordered: { alternativeDomainNames: '' },
    }),
    kind(
      'certificates',
      list('GetCertificates', 'certificates', { input: () => ({ includeCertificateDetails: true }) }),
      {
        name: 'certificateName',
        drop: [
          'certificateDetail.createdAt',
          'certificateDetail.issuedAt',
          'certificateDetail.supportCode',
          'certificateDetail.inUseResourceCount',
          'certificateDetail.renewalSummary',
        ],
        unordered: { 'certificateDetail.subjectAlternativeNames': '' },
      },
    ),
    kind(
      'buckets',
      list('GetBuckets', 'buckets', {
        input: () => ({ includeConnectedResources: true, includeCors: true }),
      }),
      {
        drop: ['ableToUpdateBundle'],
        unordered: { readonlyAccessAccounts: '', resourcesReceivingAccess: 'name' },
      },
    ),
    kind(
      'container-services',
      { operation: 'GetContainerServices', select: 'containerServices' },
      {
        name: 'containerServiceName',
        details: {
          deployments: {
            operation: 'GetContainerServiceDeployments',
            input: ({ containerServiceName }) => ({ serviceName: containerServiceName }),
            select: 'deployments',
            absent: GONE,
          },
        },
        drop: [
          'stateDetail',
          'currentDeployment.state',
          'currentDeployment.createdAt',
          'nextDeployment',
          'deployments.state',
          'deployments.createdAt',
        ],
        secret: ['**.containers.*.environment'],
        unordered: { deployments: 'version' },
      },
    ),
    kind('databases', list('GetRelationalDatabases', 'relationalDatabases'), {
      details: {
        parameters: list('GetRelationalDatabaseParameters', 'parameters', {
          input: ({ name }) => ({ relationalDatabaseName: name }),
          absent: GONE,
        }),
      },
      drop: [
        'secondaryAvailabilityZone',
        'latestRestorableTime',
        'pendingMaintenanceActions',
        'pendingModifiedValues',
        'parameterApplyStatus',
        'parameters.description',
        'parameters.allowedValues',
      ],
      unordered: { parameters: 'parameterName' },
    }),
    snapshots('snapshots', 'GetInstanceSnapshots', 'instanceSnapshots'),
    snapshots('disk-snapshots', 'GetDiskSnapshots', 'diskSnapshots'),
    kind('database-snapshots', list('GetRelationalDatabaseSnapshots', 'relationalDatabaseSnapshots')),
    kind('alarms', list('GetAlarms', 'alarms'), {
      unordered: { contactProtocols: '', notificationTriggers: '' },
    }),
    kind(
      'contact-methods',
      { operation: 'GetContactMethods', select: 'contactMethods' },
      { id: 'contactEndpoint' },
    ),
    kind('key-pairs', list('GetKeyPairs', 'keyPairs', { input: () => ({ includeDefaultKeyPair: true }) })),
  ],
}

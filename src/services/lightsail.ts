import { BUCKET_HOST, CLOUDFRONT_HOST, DATABASE_HOST } from './declaration/hosts.ts'
import type { JsonObject } from '../model/canonical-json.ts'
import type { Api } from './declaration/api.ts'
import type { Call, Resource, Service } from './declaration/declaration.ts'
import { ORDERED, unsorted, type ListIdentity } from './declaration/lists.ts'
import { parameterSecrets } from './parameter-secrets.ts'

const lightsail: Api = {
  id: 'lightsail',
  sdkId: 'Lightsail',
  load: () => import('@aws-sdk/client-lightsail'),
  client: 'LightsailClient',
}

// The model has the first; the others are those of github.com/turbot/steampipe-plugin-aws aws/table_aws_lightsail_*.go.
const GONE = ['NotFoundException', 'DoesNotExist', 'InvalidResourceName']

const listOf = (operation: string, select: string, input: JsonObject = {}): Call => ({
  operation,
  select,
  input: () => input,
  next: { pageToken: 'nextPageToken' },
  absent: GONE,
})

/** The call that lists the instances. */
export const listInstances = listOf('GetInstances', 'instances')

const byName =
  (member: string) =>
  ({ name }: JsonObject): JsonObject => ({ [member]: name })

const DISK = ['attachmentState', 'createdAt', 'gbInUse', 'state', 'supportCode']
const disksOf = (place: string) => DISK.map((member) => `${place}.${member}`)

/** What all kinds have and is nothing that anybody has set. */
const COMMON = ['createdAt', 'state', 'supportCode']
const ADD_ON: ListIdentity = { by: 'name', noun: 'add-on' }
/** The day of the next automatic snapshot. */
const ADD_ONS = ['addOns.nextSnapshotTimeOfDay']

/** Renewals change all of this. */
const certificate = (place: string) =>
  [
    'createdAt',
    'eligibleToRenew',
    'inUseResourceCount',
    'issuedAt',
    'notAfter',
    'notBefore',
    'renewalSummary',
    'serial',
    'serialNumber',
    'supportCode',
    'domainValidationRecords.dnsRecordCreationState',
    'domainValidationRecords.validationStatus',
  ].map((member) => `${place}.${member}`)

/**
 * Snapshots that somebody has asked for. Automatic ones are not among what is listed: they come and go on their own
 * each day. The time when it was made stays: it is what a snapshot holds.
 */
const snapshots = {
  name: 'name',
  keptTimes: ['createdAt'],
  drop: ['progress', 'state', 'supportCode', ...disksOf('fromAttachedDisks')],
  lists: {
    fromAttachedDisks: { by: 'name path', noun: 'disk' },
    ...unsorted({ 'fromAttachedDisks.addOns': ADD_ON }),
  },
}

const buckets: Resource = {
  path: 'lightsail/buckets/*.json',
  hosts: [{ pattern: BUCKET_HOST, at: ['url'], rarely: true }],
  list: listOf('GetBuckets', 'buckets', { includeConnectedResources: true, includeCors: true }),
  name: 'name',
  drop: [...COMMON, 'ableToUpdateBundle'],
  lists: {
    readonlyAccessAccounts: '',
    resourcesReceivingAccess: 'resourceType name',
    'cors.rules': { by: 'id', ordered: true },
    ...unsorted({
      'cors.rules.allowedHeaders': '',
      'cors.rules.allowedMethods': '',
      'cors.rules.allowedOrigins': '',
      'cors.rules.exposeHeaders': '',
    }),
  },
  // They belong to an account of Lightsail's own: S3 does not list them.
  leftOut: { path: 'lightsail/buckets/*/', reason: 'objects in buckets of Lightsail are not captured' },
}

const containerServices: Resource = {
  path: 'lightsail/container-services/*.json',
  hosts: [{ pattern: /\.amazonlightsail\.com$/, at: ['url'] }],
  list: { operation: 'GetContainerServices', select: 'containerServices', absent: GONE },
  name: 'containerServiceName',
  details: {
    deployments: {
      operation: 'GetContainerServiceDeployments',
      input: ({ containerServiceName }) => ({ serviceName: containerServiceName }),
      select: 'deployments',
      mayOmit: true,
      absent: GONE,
    },
  },
  drop: [
    ...COMMON,
    'stateDetail',
    'currentDeployment.createdAt',
    'currentDeployment.state',
    // It is in progress, and among the deployments.
    'nextDeployment',
    'deployments.createdAt',
    'deployments.state',
  ],
  secret: ['currentDeployment', 'deployments'].flatMap((place) =>
    ['command', 'environment'].map((member) => `${place}.containers.*.${member}`),
  ),
  lists: {
    '**.containers.*.command': ORDERED,
    deployments: { by: 'version', noun: 'deployment' },
    'publicDomainNames.*': '',
  },
}

const databases: Resource = {
  path: 'lightsail/databases/*.json',
  hosts: [{ pattern: DATABASE_HOST, at: ['masterEndpoint.address'], rarely: true }],
  list: listOf('GetRelationalDatabases', 'relationalDatabases'),
  name: 'name',
  details: {
    parameters: {
      ...listOf('GetRelationalDatabaseParameters', 'parameters'),
      input: byName('relationalDatabaseName'),
      absent: GONE,
    },
  },
  drop: [
    ...COMMON,
    'latestRestorableTime',
    'parameterApplyStatus',
    'pendingMaintenanceActions',
    'pendingModifiedValues',
    'parameters.allowedValues',
    'parameters.description',
    'parameters.isModifiable',
    'secondaryAvailabilityZone',
  ],
  dropWhen: {
    // It changes places with the secondary one when it fails.
    'location.availabilityZone': (_, database) => database['secondaryAvailabilityZone'] !== undefined,
  },
  secretMembers: { parameters: parameterSecrets },
  lists: { parameters: { by: 'parameterName', noun: 'parameter' } },
}

/** Where Lightsail keeps what has no region: domains and distributions. */
const GLOBAL_KINDS = 'us-east-1'

/** The path of the snapshot of an instance, by its name. */
export const INSTANCE_SNAPSHOTS = 'lightsail/snapshots/*.json'

/** The declaration of Lightsail. */
export const LIGHTSAIL: Service = {
  name: 'lightsail',
  label: 'Lightsail',
  api: lightsail,
  scope: 'regional',
  prefixes: ['lightsail/'],
  types: {
    lightsail: `Alarm Bucket Certificate ContactMethod ContainerService Disk DiskSnapshot Distribution Domain Instance
    InstanceSnapshot KeyPair LoadBalancer LoadBalancerTlsCertificate RelationalDatabase RelationalDatabaseSnapshot StaticIp`,
  },
  resources: [
    {
      path: 'lightsail/instances/*.json',
      list: listInstances,
      name: 'name',
      details: {
        ports: {
          operation: 'GetInstancePortStates',
          input: byName('instanceName'),
          select: 'portStates',
          absent: GONE,
        },
      },
      drop: [
        ...COMMON,
        ...ADD_ONS,
        ...disksOf('hardware.disks'),
        'instanceStatus',
        'systemStatus',
        'metadataOptions.state',
        // The same as `ports`.
        'networking.ports',
      ],
      // One that is not reserved changes with each start.
      dropWhen: { publicIpAddress: ({ isStaticIp }) => isStaticIp !== true },
      lists: {
        addOns: ADD_ON,
        ipv6Addresses: '',
        ports: { by: 'protocol fromPort toPort', noun: 'port' },
        'ports.cidrs': '',
        'ports.ipv6Cidrs': '',
        'ports.cidrListAliases': '',
        'hardware.disks': { by: 'path name', noun: 'disk' },
        ...unsorted({ 'hardware.disks.addOns': ADD_ON }),
      },
    },
    {
      path: 'lightsail/disks/*.json',
      list: listOf('GetDisks', 'disks'),
      name: 'name',
      drop: [...DISK, ...ADD_ONS, 'autoMountStatus'],
      lists: { addOns: ADD_ON },
    },
    {
      path: 'lightsail/static-ips/*.json',
      list: listOf('GetStaticIps', 'staticIps'),
      name: 'name',
      drop: COMMON,
    },
    {
      path: 'lightsail/load-balancers/*.json',
      list: listOf('GetLoadBalancers', 'loadBalancers'),
      name: 'name',
      details: {
        tlsCertificates: {
          operation: 'GetLoadBalancerTlsCertificates',
          input: byName('loadBalancerName'),
          select: 'tlsCertificates',
          mayOmit: true,
          absent: GONE,
        },
      },
      keptTimes: ['tlsCertificates.revokedAt'],
      drop: [
        ...COMMON,
        'instanceHealthSummary.instanceHealth',
        'instanceHealthSummary.instanceHealthReason',
        ...certificate('tlsCertificates'),
      ],
      lists: {
        instanceHealthSummary: 'instanceName',
        publicPorts: '',
        tlsCertificateSummaries: 'name',
        tlsCertificates: { by: 'name', noun: 'certificate' },
        'tlsCertificates.domainValidationRecords': { by: 'domainName name', noun: 'validation of' },
        'tlsCertificates.subjectAlternativeNames': '',
      },
    },
    {
      path: 'lightsail/domains/*.json',
      region: GLOBAL_KINDS,
      list: listOf('GetDomains', 'domains'),
      name: 'name',
      drop: [...COMMON, 'registeredDomainDelegationInfo'],
      lists: { domainEntries: { by: ['name type', 'name type target'], noun: '' } },
    },
    {
      path: 'lightsail/distributions/*.json',
      names: ['alternativeDomainNames', 'domainName'],
      hosts: [{ pattern: CLOUDFRONT_HOST, at: ['domainName'], rarely: true }],
      region: GLOBAL_KINDS,
      list: listOf('GetDistributions', 'distributions'),
      name: 'name',
      drop: [...COMMON, 'status', 'ableToUpdateBundle', 'subdomain.state'],
      lists: {
        alternativeDomainNames: '',
        '**.cookiesAllowList': '',
        '**.headersAllowList': '',
        '**.queryStringsAllowList': '',
        customErrorResponses: { by: 'errorCode', noun: 'error response' },
        // They are tried in their order.
        cacheBehaviors: { by: 'path', noun: 'behaviour', ordered: true },
        'waf.wafRules': { by: 'name', ordered: true },
        ...unsorted({
          'waf.wafRules.*.responseInspection.failureCodes': '',
          'waf.wafRules.*.responseInspection.successCodes': '',
        }),
      },
    },
    buckets,
    containerServices,
    databases,
    {
      path: INSTANCE_SNAPSHOTS,
      list: listOf('GetInstanceSnapshots', 'instanceSnapshots'),
      ...snapshots,
    },
    {
      path: 'lightsail/disk-snapshots/*.json',
      list: listOf('GetDiskSnapshots', 'diskSnapshots'),
      ...snapshots,
    },
    {
      path: 'lightsail/database-snapshots/*.json',
      list: listOf('GetRelationalDatabaseSnapshots', 'relationalDatabaseSnapshots'),
      ...snapshots,
    },
    {
      path: 'lightsail/certificates/*.json',
      list: listOf('GetCertificates', 'certificates', { includeCertificateDetails: true }),
      name: 'certificateName',
      keptTimes: ['certificateDetail.revokedAt'],
      drop: certificate('certificateDetail'),
      lists: {
        'certificateDetail.subjectAlternativeNames': '',
        'certificateDetail.domainValidationRecords': { by: 'domainName', noun: 'validation of' },
      },
    },
    {
      path: 'lightsail/alarms/*.json',
      list: listOf('GetAlarms', 'alarms'),
      name: 'name',
      drop: COMMON,
      lists: { contactProtocols: '', notificationTriggers: '' },
    },
    {
      path: 'lightsail/key-pairs/*.json',
      list: listOf('GetKeyPairs', 'keyPairs', { includeDefaultKeyPair: true }),
      name: 'name',
      drop: COMMON,
    },
    {
      path: 'lightsail/contact-methods/*.json',
      list: { operation: 'GetContactMethods', select: 'contactMethods' },
      name: 'name',
      id: 'protocol',
      drop: COMMON,
    },
  ],
}

import type { JsonObject } from '../model/canonical-json.ts'
import { at, textAt } from '../model/json-place.ts'
import type { Api } from './declaration/api.ts'
import type { Call, Resource, Service } from './declaration/declaration.ts'
import { pathOf } from '../model/kind-path.ts'
import { nameTag } from './declaration/names.ts'
import { readableDomain } from '../model/readable-domain.ts'

const route53: Api = {
  id: 'route53',
  sdkId: 'Route 53',
  load: () => import('@aws-sdk/client-route-53'),
  client: 'Route53Client',
  // docs.aws.amazon.com/Route53/latest/DeveloperGuide/throttling-api-requests.html
  rates: { '*': { perSecond: 10, burst: 50 } },
}

/** Ids come with their kind, as `/hostedzone/Z1`. */
const bareId = ({ Id }: JsonObject) => textAt('Id', { Id }).replace(/.*\//, '')
const ofZone = (zone: JsonObject): JsonObject => ({ HostedZoneId: bareId(zone) })
const isPrivate = (zone: JsonObject) => at('Config.PrivateZone', zone) === true
const domain = (item: JsonObject) => readableDomain(textAt('Name', item))

/** Of `arn:aws:logs:us-east-1:1:log-group:/aws/route53/shop.com`, the name of the group. */
const logGroup = (config: JsonObject) =>
  textAt('CloudWatchLogsLogGroupArn', config).replace(/^.*:log-group:|:\*$/g, '')

/** As `HTTPS www.shop.com/health`: what is checked has a name of its own, and other things have it. */
function checkName(check: JsonObject): string {
  const text = (member: string) => textAt(`HealthCheckConfig.${member}`, check)
  const host = text('FullyQualifiedDomainName') || text('IPAddress') || text('AlarmIdentifier.Name')
  return `${text('Type')} ${host}${text('ResourcePath')}`
}

const listZones: Call = {
  operation: 'ListHostedZones',
  select: 'HostedZones',
  next: { Marker: 'NextMarker' },
}

const NO_ZONE = ['NoSuchHostedZone']

const tagsOf = (ResourceType: string): Call => ({
  operation: 'ListTagsForResource',
  input: (item) => ({ ResourceType, ResourceId: bareId(item) }),
  select: 'ResourceTagSet.Tags',
  gone: [...NO_ZONE, 'NoSuchHealthCheck'],
})

const zones: Resource = {
  path: 'route53/hosted-zones/*.json',
  names: [domain],
  list: listZones,
  name: bareId,
  details: {
    '': { operation: 'GetHostedZone', input: (zone) => ({ Id: bareId(zone) }), absent: NO_ZONE },
    tags: tagsOf('hostedzone'),
    // Private zones are not signed, and public ones belong to no VPC.
    dnssec: { operation: 'GetDNSSEC', input: ofZone, onlyIf: (zone) => !isPrivate(zone), gone: NO_ZONE },
    vpcAssociationAuthorizations: {
      operation: 'ListVPCAssociationAuthorizations',
      input: ofZone,
      select: 'VPCs',
      next: { NextToken: 'NextToken' },
      onlyIf: isPrivate,
      gone: NO_ZONE,
    },
  },
  drop: [
    // The list says the same of it.
    'HostedZone',
    'ResourceRecordSetCount',
    'CallerReference',
    'DelegationSet.CallerReference',
    'dnssec.Status.StatusMessage',
    'dnssec.KeySigningKeys.CreatedDate',
    'dnssec.KeySigningKeys.LastModifiedDate',
    'dnssec.KeySigningKeys.StatusMessage',
  ],
  lists: {
    VPCs: { by: 'VPCRegion VPCId', noun: 'VPC' },
    vpcAssociationAuthorizations: { by: 'VPCRegion VPCId', noun: 'VPC authorization' },
    'DelegationSet.NameServers': '',
    'dnssec.KeySigningKeys': 'Name',
  },
}

const records: Resource = {
  path: 'route53/dns-records/*.json',
  noun: { one: 'zone', many: 'zones' },
  partOf: (records) => pathOf(zones.path, bareId(records)),
  list: listZones,
  name: domain,
  id: bareId,
  keep: ['Id', 'Name', 'Config'],
  expects: ({ ResourceRecordSetCount: records }) => (typeof records === 'number' ? { records } : {}),
  details: {
    records: {
      operation: 'ListResourceRecordSets',
      input: ofZone,
      select: 'ResourceRecordSets',
      gone: NO_ZONE,
      next: {
        StartRecordName: 'NextRecordName',
        StartRecordType: 'NextRecordType',
        StartRecordIdentifier: 'NextRecordIdentifier',
      },
    },
  },
  lists: {
    records: { by: 'Name Type SetIdentifier', noun: '' },
    'records.ResourceRecords': { by: '', noun: '', sortedBy: 'Value' },
  },
}

/** The declaration of Route 53. */
export const ROUTE53: Service = {
  name: 'route53',
  label: 'Route 53',
  api: route53,
  scope: 'global',
  prefixes: ['route53/'],
  types: {
    route53: 'cidrcollection delegationset healthcheck hostedzone trafficpolicy trafficpolicyinstance',
  },
  resources: [
    zones,
    records,
    {
      // Those of all zones at once: it is a call less for each.
      path: 'route53/query-logging-configs/*.json',
      names: [logGroup],
      partOf: ({ HostedZoneId }) => pathOf(zones.path, textAt('HostedZoneId', { HostedZoneId })),
      list: {
        operation: 'ListQueryLoggingConfigs',
        select: 'QueryLoggingConfigs',
        next: { NextToken: 'NextToken' },
      },
      name: 'HostedZoneId',
    },
    {
      path: 'route53/health-checks/*.json',
      // As the console, which writes a tag for it.
      names: [nameTag, checkName],
      list: { operation: 'ListHealthChecks', select: 'HealthChecks', next: { Marker: 'NextMarker' } },
      name: 'Id',
      details: { tags: tagsOf('healthcheck') },
      drop: ['HealthCheckVersion', 'CallerReference'],
      lists: {
        'HealthCheckConfig.Regions': '',
        'HealthCheckConfig.ChildHealthChecks': '',
        'CloudWatchAlarmConfiguration.Dimensions': { by: 'Name', noun: 'dimension' },
      },
    },
    {
      path: 'route53/traffic-policies/*.json',
      list: {
        operation: 'ListTrafficPolicies',
        select: 'TrafficPolicySummaries',
        next: { TrafficPolicyIdMarker: 'TrafficPolicyIdMarker' },
      },
      name: 'Name',
      id: 'Id',
      details: {
        versions: {
          operation: 'ListTrafficPolicyVersions',
          input: ({ Id }) => ({ Id }),
          select: 'TrafficPolicies',
          gone: ['NoSuchTrafficPolicy'],
          next: { TrafficPolicyVersionMarker: 'TrafficPolicyVersionMarker' },
        },
      },
      json: ['versions.Document'],
      lists: { versions: { by: 'Version', noun: 'version' } },
    },
    {
      path: 'route53/traffic-policy-instances/*.json',
      list: {
        operation: 'ListTrafficPolicyInstances',
        select: 'TrafficPolicyInstances',
        next: {
          HostedZoneIdMarker: 'HostedZoneIdMarker',
          TrafficPolicyInstanceNameMarker: 'TrafficPolicyInstanceNameMarker',
          TrafficPolicyInstanceTypeMarker: 'TrafficPolicyInstanceTypeMarker',
        },
      },
      name: domain,
      id: 'Id',
      drop: ['State', 'Message'],
    },
    {
      path: 'route53/delegation-sets/*.json',
      names: ['NameServers'],
      list: {
        operation: 'ListReusableDelegationSets',
        select: 'DelegationSets',
        next: { Marker: 'NextMarker' },
      },
      // One without an id belongs to a single zone.
      filter: (item) => bareId(item) !== '',
      name: bareId,
      drop: ['CallerReference'],
      lists: { NameServers: '' },
    },
    {
      path: 'route53/cidr-collections/*.json',
      list: { operation: 'ListCidrCollections', select: 'CidrCollections', next: { NextToken: 'NextToken' } },
      name: 'Name',
      id: 'Id',
      details: {
        blocks: {
          operation: 'ListCidrBlocks',
          input: ({ Id }) => ({ CollectionId: Id }),
          select: 'CidrBlocks',
          gone: ['NoSuchCidrCollectionException'],
          next: { NextToken: 'NextToken' },
        },
      },
      drop: ['Version'],
      lists: { blocks: { by: 'LocationName CidrBlock', noun: 'block' } },
    },
  ],
}

import type { JsonObject } from '../../../model/canonical-json.ts'
import type { Api, Call, Resource, Service } from '../declaration.ts'
import { textAt } from '../../../model/json-place.ts'

const route53: Api = {
  id: 'route53',
  sdkId: 'Route 53',
  load: () => import('@aws-sdk/client-route-53'),
  client: 'Route53Client',
  // docs.aws.amazon.com/Route53/latest/DeveloperGuide/throttling-api-requests.html
  rates: { '*': { perSecond: 10, burst: 50 } },
}

const zoneId = (zone: JsonObject) => textAt('Id', zone).replace('/hostedzone/', '')

const listZones: Call = {
  operation: 'ListHostedZones',
  select: 'HostedZones',
  next: { Marker: 'NextMarker' },
}

const tagsOf = (type: string): Call => ({
  operation: 'ListTagsForResource',
  input: ({ Id }) => ({ ResourceType: type, ResourceId: zoneId({ Id }) }),
  select: 'ResourceTagSet.Tags',
})

const zones: Resource = {
  path: 'route53/hosted-zones/*.json',
  list: listZones,
  name: zoneId,
  details: {
    '': {
      operation: 'GetHostedZone',
      input: ({ Id }) => ({ Id: zoneId({ Id }) }),
      absent: ['NoSuchHostedZone'],
    },
    tags: tagsOf('hostedzone'),
    dnssec: {
      operation: 'GetDNSSEC',
      input: ({ Id }) => ({ HostedZoneId: zoneId({ Id }) }),
      // There is none for private zones.
      when: ({ Config }) => (Config as { PrivateZone?: boolean } | undefined)?.PrivateZone !== true,
      absent: ['InvalidArgument', 'DNSSECNotFound'],
    },
    queryLogging: {
      operation: 'ListQueryLoggingConfigs',
      input: ({ Id }) => ({ HostedZoneId: zoneId({ Id }) }),
      select: 'QueryLoggingConfigs',
      next: { NextToken: 'NextToken' },
    },
    vpcAssociationAuthorizations: {
      operation: 'ListVPCAssociationAuthorizations',
      input: ({ Id }) => ({ HostedZoneId: zoneId({ Id }) }),
      select: 'VPCs',
      next: { NextToken: 'NextToken' },
      when: ({ Config }) => (Config as { PrivateZone?: boolean } | undefined)?.PrivateZone === true,
    },
  },
  drop: [
    'HostedZone.ResourceRecordSetCount',
    'ResourceRecordSetCount',
    'CallerReference',
    'HostedZone.CallerReference',
    'dnssec.KeySigningKeys.CreatedDate',
    'dnssec.KeySigningKeys.LastModifiedDate',
    'dnssec.KeySigningKeys.StatusMessage',
    'dnssec.Status.StatusMessage',
  ],
  unordered: {
    VPCs: 'VPCRegion VPCId',
    vpcAssociationAuthorizations: 'VPCRegion VPCId',
    queryLogging: 'Id',
    'dnssec.KeySigningKeys': 'Name',
  },
}

export const ROUTE53: Service = {
  name: 'route53',
  api: route53,
  scope: 'global',
  prefixes: ['route53/'],
  resources: [
    zones,
    {
      path: 'route53/dns-records/*.json',
      list: listZones,
      name: (zone) => textAt('Name', zone).replace(/\.$/, ''),
      id: zoneId,
      keep: ['Id', 'Name', 'Config'],
      details: {
        records: {
          operation: 'ListResourceRecordSets',
          input: ({ Id }) => ({ HostedZoneId: zoneId({ Id }) }),
          select: 'ResourceRecordSets',
          next: {
            StartRecordName: 'NextRecordName',
            StartRecordType: 'NextRecordType',
            StartRecordIdentifier: 'NextRecordIdentifier',
          },
        },
      },
      unordered: { records: 'Name Type SetIdentifier', 'records.ResourceRecords': 'Value' },
    },
    {
      path: 'route53/health-checks/*.json',
      list: { operation: 'ListHealthChecks', select: 'HealthChecks', next: { Marker: 'NextMarker' } },
      name: 'Id',
      details: { tags: tagsOf('healthcheck') },
      drop: ['HealthCheckVersion', 'CallerReference'],
      unordered: {
        'HealthCheckConfig.Regions': '',
        'HealthCheckConfig.ChildHealthChecks': '',
      },
    },
    {
      path: 'route53/traffic-policies/*.json',
      list: {
        operation: 'ListTrafficPolicies',
        select: 'TrafficPolicySummaries',
        next: { TrafficPolicyIdMarker: 'TrafficPolicyIdMarker' },
      },
      name: 'Id',
      details: {
        versions: {
          operation: 'ListTrafficPolicyVersions',
          input: ({ Id }) => ({ Id }),
          select: 'TrafficPolicies',
          next: { TrafficPolicyVersionMarker: 'TrafficPolicyVersionMarker' },
        },
      },
      json: ['versions.Document'],
      unordered: { versions: 'Version' },
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
      name: 'Id',
      drop: ['State', 'Message'],
    },
    {
      path: 'route53/delegation-sets/*.json',
      list: {
        operation: 'ListReusableDelegationSets',
        select: 'DelegationSets',
        next: { Marker: 'NextMarker' },
      },
      name: (item) => textAt('Id', item).replace('/delegationset/', ''),
      drop: ['CallerReference'],
      unordered: { NameServers: '' },
    },
    {
      path: 'route53/cidr-collections/*.json',
      list: { operation: 'ListCidrCollections', select: 'CidrCollections', next: { NextToken: 'NextToken' } },
      name: 'Name',
      details: {
        blocks: {
          operation: 'ListCidrBlocks',
          input: ({ Id }) => ({ CollectionId: Id }),
          select: 'CidrBlocks',
          next: { NextToken: 'NextToken' },
        },
      },
      drop: ['Version'],
      unordered: { blocks: 'LocationName CidrBlock' },
    },
  ],
}

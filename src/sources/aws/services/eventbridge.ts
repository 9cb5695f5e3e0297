import type { JsonObject } from '../../../model/canonical-json.ts'
import { textAt } from '../../../model/json-place.ts'
import type { Api, Call, Resource, Service } from '../declaration.ts'
import { paged } from '../paged-call.ts'

const events: Api = {
  id: 'events',
  sdkId: 'EventBridge',
  load: () => import('@aws-sdk/client-eventbridge'),
  client: 'EventBridgeClient',
  // docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
  rates: { '*': { perSecond: 25, burst: 25 } },
}

const scheduler: Api = {
  id: 'scheduler',
  sdkId: 'Scheduler',
  load: () => import('@aws-sdk/client-scheduler'),
  client: 'SchedulerClient',
  rates: { '*': { perSecond: 25, burst: 25 } },
}

const GONE = ['ResourceNotFoundException']
const tagsOf = (place: string): Call => ({
  operation: 'ListTagsForResource',
  input: (item) => ({ ResourceARN: textAt(place, item) }),
  select: 'Tags',
  absent: GONE,
})
const byName = ({ Name }: JsonObject): JsonObject => ({ Name })

const buses: Resource = {
  path: 'integrations/eventbridge/buses/*.json',
  list: paged('ListEventBuses', 'EventBuses'),
  name: 'Name',
  details: {
    '': { operation: 'DescribeEventBus', input: byName, absent: GONE },
    tags: tagsOf('Arn'),
  },
  drop: ['CreationTime', 'LastModifiedTime'],
  json: ['Policy'],
}

/** What is sent along with a request, and may authorise it. */
const PARAMETERS = ['HeaderParameters.Value', 'QueryStringParameters.Value', 'BodyParameters.Value']

export const EVENTBRIDGE: Service = {
  name: 'eventbridge',
  api: events,
  scope: 'regional',
  prefixes: ['integrations/eventbridge/'],
  resources: [
    buses,
    {
      path: 'integrations/eventbridge/rules/*.json',
      of: buses,
      list: paged('ListRules', 'Rules', { input: ({ Name }) => ({ EventBusName: Name }), absent: GONE }),
      // Rules have names of their own on each bus.
      name: (rule, bus) => `${textAt('Name', bus)}/${textAt('Name', rule)}`,
      details: {
        targets: paged('ListTargetsByRule', 'Targets', {
          input: ({ Name, EventBusName }) => ({ Rule: Name, EventBusName }),
          absent: GONE,
        }),
        tags: tagsOf('Arn'),
      },
      json: ['EventPattern', 'targets.Input'],
      secret: [
        'targets.Input',
        'targets.HttpParameters.HeaderParameters',
        'targets.HttpParameters.QueryStringParameters',
        'targets.RedshiftDataParameters.Sql',
        'targets.RedshiftDataParameters.Sqls',
        'targets.AppSyncParameters.GraphQLOperation',
      ],
      unordered: { targets: 'Id' },
    },
    {
      path: 'integrations/eventbridge/connections/*.json',
      list: paged('ListConnections', 'Connections'),
      name: 'Name',
      keep: ['Name', 'ConnectionArn'],
      details: { '': { operation: 'DescribeConnection', input: byName, absent: GONE } },
      drop: [
        'ConnectionState',
        'StateReason',
        'CreationTime',
        'LastModifiedTime',
        'LastAuthorizedTime',
        '**.ResourceAssociationArn',
      ],
      secret: PARAMETERS.map((place) => `**.${place}`),
      secretUrl: ['**.AuthorizationEndpoint'],
    },
    {
      path: 'integrations/eventbridge/api-destinations/*.json',
      list: paged('ListApiDestinations', 'ApiDestinations'),
      name: 'Name',
      details: { '': { operation: 'DescribeApiDestination', input: byName, absent: GONE } },
      drop: ['ApiDestinationState', 'CreationTime', 'LastModifiedTime'],
      secretUrl: ['InvocationEndpoint'],
    },
    {
      path: 'integrations/eventbridge/archives/*.json',
      list: paged('ListArchives', 'Archives'),
      name: 'ArchiveName',
      details: {
        '': {
          operation: 'DescribeArchive',
          input: ({ ArchiveName }) => ({ ArchiveName }),
          absent: GONE,
        },
      },
      drop: ['State', 'StateReason', 'SizeBytes', 'EventCount', 'CreationTime'],
      json: ['EventPattern'],
    },
    {
      path: 'integrations/eventbridge/endpoints/*.json',
      list: paged('ListEndpoints', 'Endpoints'),
      name: 'Name',
      drop: ['State', 'StateReason', 'CreationTime', 'LastModifiedTime'],
      unordered: { EventBuses: 'EventBusArn' },
    },
    {
      path: 'integrations/eventbridge/schedule-groups/*.json',
      list: paged('ListScheduleGroups', 'ScheduleGroups', { api: scheduler }),
      name: 'Name',
      drop: ['CreationDate', 'LastModificationDate'],
    },
    {
      path: 'integrations/eventbridge/schedules/*.json',
      list: paged('ListSchedules', 'Schedules', { api: scheduler }),
      name: (schedule) => `${textAt('GroupName', schedule)}/${textAt('Name', schedule)}`,
      details: {
        '': {
          api: scheduler,
          operation: 'GetSchedule',
          input: ({ GroupName, Name }) => ({ GroupName, Name }),
          absent: GONE,
        },
      },
      drop: ['CreationDate', 'LastModificationDate'],
      json: ['Target.Input'],
      secret: ['Target.Input'],
    },
  ],
}

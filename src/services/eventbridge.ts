import { textAt } from '../model/json-place.ts'
import type { Api } from './declaration/api.ts'
import type { Call, Resource, Service } from './declaration/declaration.ts'
import { paged } from './declaration/paged-call.ts'
import { SCHEDULES, TARGET_LISTS } from './eventbridge-schedules.ts'
import { ORDERED, unsorted } from './declaration/lists.ts'

const events: Api = {
  id: 'events',
  sdkId: 'EventBridge',
  load: () => import('@aws-sdk/client-eventbridge'),
  client: 'EventBridgeClient',
  // docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html: 50 each, of all calls but PutEvents.
  rates: { '*': { perSecond: 25, burst: 50 } },
}

const GONE = ['ResourceNotFoundException']

const tags: Call = {
  operation: 'ListTagsForResource',
  input: ({ Arn }) => ({ ResourceARN: Arn }),
  select: 'Tags',
  absent: GONE,
}

const describe = (operation: string, name: string): Call => ({
  operation,
  input: (item) => ({ [name]: item[name] }),
  absent: GONE,
})

const buses: Resource = {
  path: 'integrations/eventbridge/buses/*.json',
  list: paged('ListEventBuses', 'EventBuses'),
  name: 'Name',
  details: { '': describe('DescribeEventBus', 'Name'), tags },
  drop: ['CreationTime', 'LastModifiedTime'],
  json: ['Policy'],
}

/** What is sent along with a request, and may authorise it. */
const PARAMETERS = ['BodyParameters', 'HeaderParameters', 'QueryStringParameters']

/** The declaration of EventBridge. */
export const EVENTBRIDGE: Service = {
  name: 'eventbridge',
  label: 'EventBridge',
  api: events,
  scope: 'regional',
  prefixes: ['integrations/eventbridge/'],
  types: {
    events: 'api-destination archive connection endpoint event-bus rule',
    scheduler: 'schedule schedule-group',
  },
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
        tags,
      },
      json: ['EventPattern', 'targets.Input'],
      secret: [
        'targets.AppSyncParameters.GraphQLOperation',
        'targets.HttpParameters.HeaderParameters',
        // They are in for each `*` of an API destination's path, where a token may be.
        'targets.HttpParameters.PathParameterValues',
        'targets.HttpParameters.QueryStringParameters',
        'targets.Input',
        'targets.InputTransformer.InputTemplate',
        'targets.RedshiftDataParameters.Sql',
        'targets.RedshiftDataParameters.Sqls',
        'targets.SageMakerPipelineParameters.PipelineParameterList.Value',
      ],
      lists: {
        'targets.HttpParameters.PathParameterValues': ORDERED,
        'targets.RedshiftDataParameters.Sqls': ORDERED,
        targets: { by: 'Id', noun: 'target' },
        ...TARGET_LISTS,
        ...unsorted({
          'targets.RunCommandParameters.RunCommandTargets': 'Key',
          'targets.RunCommandParameters.RunCommandTargets.Values': '',
        }),
      },
    },
    {
      path: 'integrations/eventbridge/connections/*.json',
      list: paged('ListConnections', 'Connections'),
      name: 'Name',
      keep: ['Name', 'ConnectionArn'],
      details: { '': describe('DescribeConnection', 'Name') },
      drop: [
        'ConnectionState',
        'StateReason',
        'CreationTime',
        'LastModifiedTime',
        'LastAuthorizedTime',
        '**.ResourceAssociationArn',
      ],
      secret: PARAMETERS.map((place) => `**.${place}.Value`),
      secretUrl: ['**.AuthorizationEndpoint'],
      lists: Object.fromEntries(PARAMETERS.map((place) => [`**.${place}`, 'Key'])),
    },
    {
      path: 'integrations/eventbridge/api-destinations/*.json',
      addresses: { kind: 'api-destination', url: ({ InvocationEndpoint }) => InvocationEndpoint },
      list: paged('ListApiDestinations', 'ApiDestinations'),
      name: 'Name',
      details: { '': describe('DescribeApiDestination', 'Name') },
      drop: ['ApiDestinationState', 'CreationTime', 'LastModifiedTime'],
      secretUrl: ['InvocationEndpoint'],
    },
    {
      path: 'integrations/eventbridge/archives/*.json',
      list: paged('ListArchives', 'Archives'),
      name: 'ArchiveName',
      details: { '': describe('DescribeArchive', 'ArchiveName') },
      drop: ['State', 'StateReason', 'SizeBytes', 'EventCount', 'CreationTime'],
      json: ['EventPattern'],
    },
    {
      path: 'integrations/eventbridge/endpoints/*.json',
      list: paged('ListEndpoints', 'Endpoints'),
      name: 'Name',
      drop: ['State', 'StateReason', 'CreationTime', 'LastModifiedTime'],
      lists: { EventBuses: 'EventBusArn' },
    },
    ...SCHEDULES,
  ],
}

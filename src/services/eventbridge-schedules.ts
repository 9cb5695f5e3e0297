import { textAt } from '../model/json-place.ts'
import type { Api } from './declaration/api.ts'
import type { Resource } from './declaration/declaration.ts'
import { ORDERED, unsorted, type Lists } from './declaration/lists.ts'
import { paged } from './declaration/paged-call.ts'

const scheduler: Api = {
  id: 'scheduler',
  sdkId: 'Scheduler',
  load: () => import('@aws-sdk/client-scheduler'),
  client: 'SchedulerClient',
  // docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html: the lists 50, the groups 10.
  rates: {
    GetSchedule: { perSecond: 50, burst: 50 },
    '*': { perSecond: 10, burst: 20 },
  },
}

/** Lists of what a target is started with. */
export const TARGET_LISTS: Lists = {
  '**.EcsParameters.PlacementStrategy': ORDERED,
  ...unsorted({
    '**.EcsParameters.CapacityProviderStrategy': 'capacityProvider',
    '**.EcsParameters.NetworkConfiguration.awsvpcConfiguration.SecurityGroups': '',
    '**.EcsParameters.NetworkConfiguration.awsvpcConfiguration.Subnets': '',
    '**.EcsParameters.PlacementConstraints': '',
    '**.SageMakerPipelineParameters.PipelineParameterList': { by: 'Name', noun: 'parameter' },
  }),
}

/** EventBridge Scheduler: an API of its own that people look for beside the rules. */
export const SCHEDULES: readonly Resource[] = [
  {
    path: 'integrations/eventbridge/schedule-groups/*.json',
    list: paged('ListScheduleGroups', 'ScheduleGroups', { api: scheduler }),
    name: 'Name',
    details: {
      tags: {
        api: scheduler,
        operation: 'ListTagsForResource',
        input: ({ Arn }) => ({ ResourceArn: Arn }),
        select: 'Tags',
        absent: ['ResourceNotFoundException'],
      },
    },
    drop: ['CreationDate', 'LastModificationDate', 'State'],
  },
  {
    path: 'integrations/eventbridge/schedules/*.json',
    list: paged('ListSchedules', 'Schedules', { api: scheduler }),
    name: (item) => `${textAt('GroupName', item)}/${textAt('Name', item)}`,
    details: {
      '': {
        api: scheduler,
        operation: 'GetSchedule',
        input: ({ Name, GroupName }) => ({ Name, GroupName }),
        absent: ['ResourceNotFoundException'],
      },
    },
    keptTimes: ['StartDate', 'EndDate'],
    drop: ['CreationDate', 'LastModificationDate'],
    json: ['Target.Input'],
    secret: [
      'Target.EventBridgePutRawEventsParameters.Metadata',
      'Target.Input',
      'Target.SageMakerPipelineParameters.PipelineParameterList.Value',
    ],
    lists: TARGET_LISTS,
  },
]

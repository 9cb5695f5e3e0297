import type { JsonObject } from '../model/canonical-json.ts'
import { textAt } from '../model/json-place.ts'
import { lastOfArn } from './declaration/arn.ts'
import type { Api } from './declaration/api.ts'
import type { Call, Resource, Service } from './declaration/declaration.ts'
import { unsorted } from './declaration/lists.ts'
import { paged } from './declaration/paged-call.ts'

const states: Api = {
  id: 'states',
  sdkId: 'SFN',
  load: () => import('@aws-sdk/client-sfn'),
  client: 'SFNClient',
  // docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html; the lists refill by 1 to 5 each second.
  rates: {
    DescribeStateMachine: { perSecond: 20, burst: 100 },
    DescribeStateMachineAlias: { perSecond: 20, burst: 100 },
    '*': { perSecond: 5, burst: 50 },
  },
}

const token = 'nextToken'
const GONE = ['StateMachineDoesNotExist', 'StateMachineDeleting', 'ResourceNotFound']
const byArn = ({ stateMachineArn }: JsonObject): JsonObject => ({ stateMachineArn })

const tagsOf = (arn: string): Call => ({
  operation: 'ListTagsForResource',
  input: (item) => ({ resourceArn: item[arn] }),
  select: 'tags',
  absent: GONE,
})

const versionNumber = lastOfArn('stateMachineVersionArn')

const LOG_LISTS = unsorted({ 'loggingConfiguration.destinations': '' })

const machines: Resource = {
  path: 'integrations/step-functions/state-machines/*.json',
  list: paged('ListStateMachines', 'stateMachines', { token }),
  name: 'name',
  details: {
    '': { operation: 'DescribeStateMachine', input: byArn, absent: GONE },
    tags: tagsOf('stateMachineArn'),
    aliases: paged('ListStateMachineAliases', 'stateMachineAliases', {
      token,
      input: byArn,
      absent: GONE,
      details: {
        '': {
          operation: 'DescribeStateMachineAlias',
          input: ({ stateMachineAliasArn }) => ({ stateMachineAliasArn }),
          absent: GONE,
        },
      },
    }),
  },
  keptSensitive: ['**.description', 'definition'],
  drop: ['**.creationDate', '**.updateDate', 'revisionId', 'status', 'variableReferences'],
  json: ['definition'],
  lists: {
    aliases: { by: 'name', noun: 'alias' },
    'aliases.routingConfiguration': 'stateMachineVersionArn',
    ...LOG_LISTS,
  },
}

/** The declaration of Step Functions. */
export const STEPFUNCTIONS: Service = {
  name: 'stepfunctions',
  label: 'Step Functions',
  called: 'step-functions',
  api: states,
  scope: 'regional',
  prefixes: ['integrations/step-functions/'],
  types: { states: 'activity stateMachine statemachine' },
  resources: [
    machines,
    {
      // What aliases run; a version never changes.
      path: 'integrations/step-functions/versions/*.json',
      of: machines,
      list: paged('ListStateMachineVersions', 'stateMachineVersions', { token, input: byArn, absent: GONE }),
      name: (version, machine) => `${textAt('name', machine)}/${versionNumber(version)}`,
      details: {
        '': {
          operation: 'DescribeStateMachine',
          input: ({ stateMachineVersionArn }) => ({ stateMachineArn: stateMachineVersionArn }),
          absent: GONE,
        },
      },
      keptSensitive: ['description', 'definition'],
      drop: ['creationDate', 'revisionId', 'stateMachineVersionArn', 'status', 'variableReferences'],
      json: ['definition'],
      lists: LOG_LISTS,
    },
    {
      path: 'integrations/step-functions/activities/*.json',
      list: paged('ListActivities', 'activities', { token }),
      name: 'name',
      details: {
        '': {
          operation: 'DescribeActivity',
          input: ({ activityArn }) => ({ activityArn }),
          absent: ['ActivityDoesNotExist'],
        },
        tags: tagsOf('activityArn'),
      },
      drop: ['creationDate'],
    },
  ],
}

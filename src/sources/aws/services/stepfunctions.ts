import type { JsonObject } from '../../../model/canonical-json.ts'
import type { Api, Service } from '../declaration.ts'
import { paged } from '../paged-call.ts'

const states: Api = {
  id: 'states',
  sdkId: 'SFN',
  load: () => import('@aws-sdk/client-sfn'),
  client: 'SFNClient',
  // docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
  rates: { '*': { perSecond: 5, burst: 100 }, DescribeStateMachine: { perSecond: 20, burst: 200 } },
}

const token = 'nextToken'
const GONE = ['StateMachineDoesNotExist', 'StateMachineDeleting', 'ResourceNotFound']
const byArn = ({ stateMachineArn }: JsonObject): JsonObject => ({ stateMachineArn })

export const STEPFUNCTIONS: Service = {
  name: 'stepfunctions',
  api: states,
  scope: 'regional',
  prefixes: ['integrations/step-functions/'],
  resources: [
    {
      path: 'integrations/step-functions/state-machines/*.json',
      list: paged('ListStateMachines', 'stateMachines', { token }),
      name: 'name',
      details: {
        '': { operation: 'DescribeStateMachine', input: byArn, absent: GONE },
        tags: {
          operation: 'ListTagsForResource',
          input: ({ stateMachineArn }) => ({ resourceArn: stateMachineArn }),
          select: 'tags',
          absent: GONE,
        },
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
      drop: ['status', 'creationDate', 'revisionId', 'aliases.creationDate', 'aliases.updateDate'],
      json: ['definition'],
      unordered: { aliases: 'name', 'aliases.routingConfiguration': 'stateMachineVersionArn' },
    },
    {
      path: 'integrations/step-functions/activities/*.json',
      list: paged('ListActivities', 'activities', { token }),
      name: 'name',
      drop: ['creationDate'],
    },
  ],
}

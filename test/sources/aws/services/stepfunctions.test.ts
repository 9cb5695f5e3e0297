import { expect, test } from 'vitest'
import { STEPFUNCTIONS } from '../../../../src/services/stepfunctions.ts'
import { documentsOf } from './documents-of.ts'

test('a version of a state machine is found below the name of its machine', async () => {
  const machine = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders'
  const documents = await documentsOf(STEPFUNCTIONS, 'integrations/step-functions/versions/*.json', {
    ListStateMachines: { stateMachines: [{ name: 'orders', stateMachineArn: machine }] },
    ListStateMachineVersions: {
      stateMachineVersions: [{ stateMachineVersionArn: `${machine}:2`, creationDate: 'now' }],
    },
    DescribeStateMachine: ({ stateMachineArn }) => ({ stateMachineArn, definition: '{"StartAt":"A"}' }),
  })
  expect(documents).toEqual({
    'integrations/step-functions/versions/orders/2.json': {
      stateMachineArn: `${machine}:2`,
      definition: { StartAt: 'A' },
    },
  })
})

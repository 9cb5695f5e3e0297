import { expect, test } from 'vitest'
import { SECRETSMANAGER } from '../../../../src/services/secretsmanager.ts'
import { documentsOf } from './documents-of.ts'

const documentOf = async (version: string, more: object) => {
  const documents = await documentsOf(SECRETSMANAGER, 'integrations/secretsmanager/secrets/*.json', {
    ListSecrets: {
      SecretList: [
        { Name: 'db', ARN: 'arn:x-a1b2c3', SecretVersionsToStages: { [version]: ['AWSCURRENT'] } },
      ],
    },
    GetResourcePolicy: { ARN: 'arn:x-a1b2c3', Name: 'db' },
    DescribeSecret: {
      Name: 'db',
      ARN: 'arn:x-a1b2c3',
      LastChangedDate: version,
      VersionIdsToStages: { [version]: ['AWSCURRENT', 'mine'], v0: ['AWSPREVIOUS'] },
      ...more,
    },
  })
  return documents['integrations/secretsmanager/secrets/db.json']
}

test('a secret whose value was replaced is another one, by the id of its version', async () => {
  const before = await documentOf('v1', {})
  expect(before).toEqual({
    Name: 'db',
    ARN: 'arn:x-a1b2c3',
    VersionIdsToStages: { v1: ['AWSCURRENT', 'mine'], v0: ['AWSPREVIOUS'] },
  })
  expect(await documentOf('v2', {})).not.toEqual(before)
})

test('a secret that is rotated is the same after it', async () => {
  const rotating = { RotationEnabled: true }
  expect(await documentOf('v2', rotating)).toEqual(await documentOf('v1', rotating))
})

import type { JsonObject } from '../model/canonical-json.ts'
import type { Api } from './declaration/api.ts'
import type { Service } from './declaration/declaration.ts'
import { paged } from './declaration/paged-call.ts'
import { unsorted } from './declaration/lists.ts'

const secretsmanager: Api = {
  id: 'secretsmanager',
  sdkId: 'Secrets Manager',
  load: () => import('@aws-sdk/client-secrets-manager'),
  client: 'SecretsManagerClient',
  // docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
  rates: { '*': { perSecond: 20, burst: 40 } },
}

const GONE = ['ResourceNotFoundException']
const byArn = ({ ARN }: JsonObject): JsonObject => ({ SecretId: ARN })

/** Names and rotation of secrets; their values are never asked for. */
export const SECRETSMANAGER: Service = {
  name: 'secretsmanager',
  label: 'Secrets Manager',
  api: secretsmanager,
  scope: 'regional',
  prefixes: ['integrations/secretsmanager/'],
  types: { secretsmanager: 'secret' },
  resources: [
    {
      path: 'integrations/secretsmanager/secrets/*.json',
      list: paged('ListSecrets', 'SecretList', { input: () => ({ MaxResults: 100 }) }),
      name: 'Name',
      // The six characters that AWS puts after the name.
      id: ({ ARN }) => (typeof ARN === 'string' ? ARN.slice(-6) : ''),
      details: {
        '': { operation: 'DescribeSecret', input: byArn, absent: GONE },
        policy: { operation: 'GetResourcePolicy', input: byArn, select: 'ResourcePolicy', absent: GONE },
      },
      keptTimes: ['DeletedDate'],
      drop: [
        'CreatedDate',
        'LastAccessedDate',
        'LastChangedDate',
        'LastRotatedDate',
        'NextRotationDate',
        // The list says the same.
        'SecretVersionsToStages',
        'ReplicationStatus.LastAccessedDate',
        'ReplicationStatus.Status',
        'ReplicationStatus.StatusMessage',
      ],
      // Each rotation makes a version. Otherwise only a person does: it shows that a value was replaced.
      dropWhen: { VersionIdsToStages: ({ RotationEnabled }) => RotationEnabled === true },
      json: ['policy'],
      secret: ['ExternalSecretRotationMetadata.Value'],
      lists: {
        ReplicationStatus: 'Region',
        'VersionIdsToStages.*': '',
        ...unsorted({ ExternalSecretRotationMetadata: 'Key' }),
      },
    },
  ],
}

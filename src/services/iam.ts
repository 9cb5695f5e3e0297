import { lastOfArn } from './declaration/arn.ts'
import type { Api } from './declaration/api.ts'
import type { Call, Service } from './declaration/declaration.ts'

const iam: Api = {
  id: 'iam',
  sdkId: 'IAM',
  load: () => import('@aws-sdk/client-iam'),
  client: 'IAMClient',
  // Not published; what other tools have found to pass.
  rates: { '*': { perSecond: 15, burst: 15 } },
}

/** One paged call gives all of a kind, with everything that belongs to each. */
const all = (kind: string, list: string): Call => ({
  operation: 'GetAccountAuthorizationDetails',
  input: () => ({ Filter: [kind] }),
  select: list,
  next: { Marker: 'Marker' },
})

const GONE = ['NoSuchEntityException', 'NoSuchEntity']

/** Roles and policies that captured documents name: first the roles, then the policies, those that these roles have as well. */
export const IAM: Service = {
  name: 'iam',
  label: 'IAM',
  api: iam,
  scope: 'global',
  prefixes: ['iam/'],
  types: { iam: 'policy role' },
  resources: [
    {
      path: 'iam/roles/*.json',
      list: all('Role', 'RoleDetailList'),
      onlyUsed: 'Arn',
      name: 'RoleName',
      details: {
        // The model's RoleDetail has neither Description nor MaxSessionDuration, which the list of roles has.
        '': {
          operation: 'ListRoles',
          input: () => ({ MaxItems: 1000 }),
          select: 'Roles',
          next: { Marker: 'Marker' },
          belongsTo: ({ Arn }, role) => Arn === role['Arn'],
        },
      },
      drop: ['CreateDate', 'RoleLastUsed', 'InstanceProfileList.CreateDate', 'InstanceProfileList.Roles'],
      urlJson: ['AssumeRolePolicyDocument', 'RolePolicyList.PolicyDocument'],
      lists: {
        RolePolicyList: { by: 'PolicyName', noun: 'policy' },
        AttachedManagedPolicies: { by: ['PolicyName', 'PolicyArn'], noun: 'policy', sortedBy: 'PolicyArn' },
        InstanceProfileList: 'InstanceProfileName',
      },
    },
    {
      path: 'iam/policies/*.json',
      list: all('LocalManagedPolicy', 'Policies'),
      onlyUsed: 'Arn',
      name: lastOfArn('Arn'),
      details: {
        // The model's ManagedPolicyDetail has none.
        tags: {
          operation: 'ListPolicyTags',
          input: ({ Arn }) => ({ PolicyArn: Arn }),
          select: 'Tags',
          next: { Marker: 'Marker' },
          gone: GONE,
        },
      },
      drop: [
        'AttachmentCount',
        'PermissionsBoundaryUsageCount',
        'CreateDate',
        'UpdateDate',
        'PolicyVersionList.CreateDate',
      ],
      urlJson: ['PolicyVersionList.Document'],
      lists: { PolicyVersionList: { by: 'VersionId', noun: 'version' } },
    },
  ],
}

import { expect, test } from 'vitest'
import { AwsError } from '../../../../src/sources/aws/aws-error.ts'
import { IAM } from '../../../../src/services/iam.ts'
import { documentsOf } from './documents-of.ts'

const ROLES = 'iam/roles/*.json'
const role = { RoleName: 'app', Arn: 'arn:aws:iam::1:role/app', Tags: [{ Key: 'team', Value: 'shop' }] }

test('a role has its description and the length of its sessions, which only the list of roles tells', async () => {
  const listed: unknown[] = []
  const documents = await documentsOf(IAM, ROLES, {
    GetAccountAuthorizationDetails: {
      RoleDetailList: [role, { RoleName: 'ci', Arn: 'arn:aws:iam::1:role/ci' }],
    },
    ListRoles(input) {
      listed.push(input)
      return input['Marker'] === undefined
        ? { Roles: [{ RoleName: 'other', Arn: 'arn:aws:iam::1:role/other' }], Marker: 'm' }
        : {
            Roles: [
              { RoleName: 'app', Arn: role.Arn, Description: 'runs the shop', MaxSessionDuration: 7200 },
              { RoleName: 'ci', Arn: 'arn:aws:iam::1:role/ci', MaxSessionDuration: 3600 },
            ],
          }
    },
  })
  expect(documents['iam/roles/app.json']).toEqual({
    ...role,
    Description: 'runs the shop',
    MaxSessionDuration: 7200,
  })
  expect(documents['iam/roles/ci.json']).toMatchObject({ MaxSessionDuration: 3600 })
  expect(listed).toHaveLength(2)
})

test('without leave to list roles, these are unknown and no default', async () => {
  const documents = await documentsOf(IAM, ROLES, {
    GetAccountAuthorizationDetails: { RoleDetailList: [role] },
    ListRoles: () => {
      throw new AwsError('iam:ListRoles', 403, 'AccessDenied', 'not you')
    },
  })
  expect(documents['iam/roles/app.json']).toMatchObject({ $unknown: 'AccessDenied' })
})

test('a policy has its tags', async () => {
  const documents = await documentsOf(IAM, 'iam/policies/*.json', {
    GetAccountAuthorizationDetails: { Policies: [{ PolicyName: 'p', Arn: 'arn:aws:iam::1:policy/p' }] },
    ListPolicyTags: ({ PolicyArn }) => ({ Tags: [{ Key: 'of', Value: PolicyArn }] }),
  })
  expect(documents['iam/policies/p.json']).toMatchObject({
    tags: [{ Key: 'of', Value: 'arn:aws:iam::1:policy/p' }],
  })
})

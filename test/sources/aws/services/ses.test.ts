import { afterEach, expect, test } from 'vitest'
import { ServiceError } from '../../../../fixtures/aws/service-error.ts'
import type { ServiceHandlers } from '../../../../fixtures/aws/service-handlers.ts'
import { Account } from '../../../../fixtures/endpoint/account.ts'
import { startEndpoint, type Endpoint } from '../../../../fixtures/endpoint/endpoint.ts'
import { SES } from '../../../../src/services/ses.ts'
import { captureSource, sessionAt, sourceOf } from '../capture-service.ts'

let endpoint: Endpoint | undefined

afterEach(async () => {
  await endpoint?.close()
  endpoint = undefined
})

async function capture(handlers: ServiceHandlers) {
  const account = new Account()
  account.services.set('ses', handlers)
  endpoint = await startEndpoint({ account, verifySignatures: false })
  return captureSource(sourceOf(SES, sessionAt(endpoint.url)))
}

const refuse = (code: string) => (): object => {
  throw new ServiceError(code)
}

test('a region in which SES receives no mail has no rules and says so, and one that refuses has unknown ones', async () => {
  const receiving = ['ListReceiptRuleSets', 'DescribeActiveReceiptRuleSet', 'ListReceiptFilters']
  const answering = (code: string) =>
    Object.fromEntries(receiving.map((operation) => [operation, refuse(code)]))
  const places = [
    'integrations/ses/active-receipt-rule-set.json',
    'integrations/ses/receipt-filters/',
    'integrations/ses/receipt-rule-sets/',
  ]
  const without = await capture(answering('InvalidAction'))
  expect([without.problems, without.unknown]).toEqual([[], []])
  expect(without.gaps.map(({ path }) => path).sort()).toEqual(places)

  await endpoint?.close()
  const denied = await capture(answering('AccessDenied'))
  expect([...denied.unknown].sort()).toEqual(places)
})

test('an identity has its policies, notifications and DKIM records, and not when they were looked up last', async () => {
  const policy = { Statement: [{ Effect: 'Allow', Action: ['ses:SendRawEmail', 'ses:SendEmail'] }] }
  const { documents, problems } = await capture({
    ListIdentities: () => ({ Identities: ['shop.example'] }),
    GetEmailIdentity: ({ EmailIdentity }) => ({
      IdentityType: EmailIdentity === 'shop.example' ? 'DOMAIN' : undefined,
      DkimAttributes: { Tokens: ['c', 'a', 'b'], LastKeyGenerationTimestamp: new Date() },
      Policies: { partners: JSON.stringify(policy) },
      VerificationInfo: { LastCheckedTimestamp: new Date() },
    }),
    GetIdentityNotificationAttributes: ({ Identities }) => ({
      NotificationAttributes: { [String(Identities)]: { ForwardingEnabled: true } },
    }),
  })
  expect(problems).toEqual([])
  expect(documents.get('integrations/ses/identities/shop.example.json')).toEqual({
    IdentityName: 'shop.example',
    IdentityType: 'DOMAIN',
    DkimAttributes: { Tokens: ['a', 'b', 'c'] },
    Policies: {
      partners: { Statement: [{ Effect: 'Allow', Action: ['ses:SendEmail', 'ses:SendRawEmail'] }] },
    },
    notifications: { 'shop.example': { ForwardingEnabled: true } },
  })
})

test('the account is its settings: neither how much was sent nor whom to ask about it', async () => {
  const { documents } = await capture({
    GetAccount: () => ({
      SendingEnabled: true,
      SendQuota: { Max24HourSend: 50_000, SentLast24Hours: 17 },
      Details: {
        MailType: 'TRANSACTIONAL',
        AdditionalContactEmailAddresses: ['owner@shop.example'],
        UseCaseDescription: 'orders',
      },
    }),
  })
  expect(documents.get('integrations/ses/account.json')).toEqual({
    SendingEnabled: true,
    SendQuota: { Max24HourSend: 50_000 },
    Details: {
      MailType: 'TRANSACTIONAL',
      AdditionalContactEmailAddresses: [{ $secret: 'AdditionalContactEmailAddresses' }],
      UseCaseDescription: { $secret: 'UseCaseDescription' },
    },
  })
})

test('contacts and suppressed addresses are never asked for', async () => {
  const { requests } = await capture({
    ListContactLists: () => ({ ContactLists: [{ ContactListName: 'news' }] }),
    GetContactList: () => ({ Topics: [{ TopicName: 'sale' }] }),
  })
  expect(requests).toContain('ses:GetContactList')
  expect(requests.filter((operation) => /ListContacts$|GetContact$|Suppressed/.test(operation))).toEqual([])
})

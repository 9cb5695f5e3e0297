import { expect, test } from 'vitest'
import { BUDGETS } from '../../../../src/services/budgets.ts'
import { captureAnswered } from '../capture-answered.ts'
import { captureSource, sessionAt, sourceOf } from '../capture-service.ts'
import { withFakeSdk } from '../fake-sdk.ts'

const COSTS = {
  BudgetName: 'Costs/month',
  BudgetType: 'COST',
  BudgetLimit: { Amount: '500.0', Unit: 'USD' },
  CostFilters: { Service: ['Amazon Route 53', 'Amazon CloudFront'] },
  TimeUnit: 'MONTHLY',
  TimePeriod: { Start: new Date('2026-01-01T00:00:00Z'), End: new Date('2087-06-15T00:00:00Z') },
  CalculatedSpend: { ActualSpend: { Amount: '12.3', Unit: 'USD' } },
  LastUpdatedTime: new Date('2026-11-01T00:00:00Z'),
}
const ALARM = { NotificationType: 'ACTUAL', ComparisonOperator: 'GREATER_THAN', Threshold: 80 }
const MAIL = { SubscriptionType: 'EMAIL', Address: 'ops@example.com' }

test('a budget is asked for with the account, and has its notifications, whom they notify, and its tags', async () => {
  const asked: unknown[] = []
  const noting = (answer: object) => (input: object) => {
    asked.push(input)
    return answer
  }
  const { documents, problems } = await captureAnswered(BUDGETS, {
    DescribeBudgets: noting({ Budgets: [COSTS] }),
    DescribeNotificationsForBudget: noting({ Notifications: [{ ...ALARM, NotificationState: 'OK' }] }),
    DescribeSubscribersForNotification: noting({ Subscribers: [MAIL] }),
    ListTagsForResource: noting({ ResourceTags: [{ Key: 'team', Value: 'web' }] }),
  })
  expect(problems).toEqual([])
  expect(Object.fromEntries(documents)).toEqual({
    'integrations/budgets/budgets/Costs/month.json': {
      BudgetName: 'Costs/month',
      BudgetType: 'COST',
      BudgetLimit: { Amount: '500.0', Unit: 'USD' },
      CostFilters: { Service: ['Amazon CloudFront', 'Amazon Route 53'] },
      TimeUnit: 'MONTHLY',
      TimePeriod: { Start: '2026-01-01T00:00:00.000Z', End: '2087-06-15T00:00:00.000Z' },
      notifications: [{ ...ALARM, subscribers: [MAIL] }],
      tags: [{ Key: 'team', Value: 'web' }],
    },
  })
  const AccountId = '123456789012'
  const ofBudget = { AccountId, BudgetName: 'Costs/month' }
  expect(asked).toHaveLength(4)
  expect(asked).toEqual(
    expect.arrayContaining([
      { AccountId, ShowFilterExpression: true },
      ofBudget,
      { ...ofBudget, Notification: { ...ALARM, NotificationState: 'OK' } },
      { ResourceARN: `arn:aws:budgets::${AccountId}:budget/Costs/month` },
    ]),
  )
})

test('a limit that AWS adjusts is no change', async () => {
  const limitOf = async (more: object) => {
    const { documents } = await captureAnswered(BUDGETS, {
      DescribeBudgets: { Budgets: [{ ...COSTS, ...more }] },
    })
    return documents.get('integrations/budgets/budgets/Costs/month.json')?.['BudgetLimit']
  }
  expect(await limitOf({})).toEqual(COSTS.BudgetLimit)
  expect(await limitOf({ AutoAdjustData: { AutoAdjustType: 'HISTORICAL' } })).toBeUndefined()
  expect(await limitOf({ PlannedBudgetLimits: { 1767225600: COSTS.BudgetLimit } })).toBeUndefined()
})

test('budgets are not covered where nobody can tell the account', async () => {
  const session = sessionAt('http://127.0.0.1:9')
  const identity = () =>
    Promise.resolve({ account: null, partition: null, arn: null, regions: ['us-east-1'] })
  const unasked = withFakeSdk(BUDGETS, (_, operation) => {
    throw new Error(`${operation} was asked`)
  })
  const { problems, gaps } = await captureSource(sourceOf(unasked, { ...session, identity }))
  expect(problems).toEqual([])
  expect(gaps).toEqual([
    {
      path: 'integrations/budgets/budgets/',
      reason: 'budgets:DescribeBudgets is not offered to this account in us-east-1 (UnknownAccount)',
    },
  ])
})

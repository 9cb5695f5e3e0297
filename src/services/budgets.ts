import type { JsonObject } from '../model/canonical-json.ts'
import { textAt } from '../model/json-place.ts'
import type { Api } from './declaration/api.ts'
import type { Call, Service } from './declaration/declaration.ts'
import { paged } from './declaration/paged-call.ts'

const budgets: Api = {
  id: 'budgets',
  sdkId: 'Budgets',
  load: () => import('@aws-sdk/client-budgets'),
  client: 'BudgetsClient',
  // Not published.
  rates: { '*': { perSecond: 10, burst: 10 } },
}

const GONE = ['NotFoundException']
// docs.aws.amazon.com/service-authorization/latest/reference/list_awsbudgetservice.html
const VIEW = { action: 'budgets:ViewBudget' }

const subscribersOf: Call = paged('DescribeSubscribersForNotification', 'Subscribers', {
  ...VIEW,
  input: (notification, { BudgetName }, { AccountId }) => ({
    AccountId,
    BudgetName,
    Notification: notification,
  }),
  mayOmit: true,
  absent: GONE,
})

const ofBudget = ({ BudgetName }: JsonObject, { AccountId }: JsonObject): JsonObject => ({
  AccountId,
  BudgetName,
})

/** No answer has it. */
const arnOf = (budget: JsonObject, account: JsonObject): string =>
  `arn:${textAt('Partition', account)}:budgets::${textAt('AccountId', account)}:budget/${textAt('BudgetName', budget)}`

/** AWS sets the limit of these for each period. */
const isLimitSetByAws = ({ AutoAdjustData, PlannedBudgetLimits }: JsonObject): boolean =>
  AutoAdjustData !== undefined || PlannedBudgetLimits !== undefined

/** The declaration of AWS Budgets. */
export const BUDGETS: Service = {
  name: 'budgets',
  label: 'Budgets',
  api: budgets,
  scope: 'global',
  prefixes: ['integrations/budgets/'],
  types: { budgets: 'budget budgetAction' },
  resources: [
    {
      path: 'integrations/budgets/budgets/*.json',
      inAccount: true,
      list: paged('DescribeBudgets', 'Budgets', {
        ...VIEW,
        input: ({ AccountId }) => ({ AccountId, ShowFilterExpression: true }),
        mayOmit: true,
      }),
      name: 'BudgetName',
      details: {
        notifications: paged('DescribeNotificationsForBudget', 'Notifications', {
          ...VIEW,
          input: ofBudget,
          mayOmit: true,
          absent: GONE,
          details: { subscribers: subscribersOf },
        }),
        actions: paged('DescribeBudgetActionsForBudget', 'Actions', {
          input: ofBudget,
          mayOmit: true,
          absent: GONE,
        }),
        tags: {
          operation: 'ListTagsForResource',
          input: (budget, account) => ({ ResourceARN: arnOf(budget, account) }),
          select: 'ResourceTags',
          absent: GONE,
        },
      },
      keptTimes: ['TimePeriod.Start', 'TimePeriod.End'],
      keptSensitive: ['notifications.subscribers.Address', 'actions.Subscribers.Address'],
      drop: [
        'AutoAdjustData.HistoricalOptions.LookBackAvailablePeriods',
        'AutoAdjustData.LastAutoAdjustTime',
        'CalculatedSpend',
        'HealthStatus',
        'LastUpdatedTime',
        'actions.BudgetName',
        'actions.Status',
        'notifications.NotificationState',
      ],
      dropWhen: { BudgetLimit: isLimitSetByAws },
      lists: {
        'CostFilters.*': '',
        'FilterExpression.**.Values': '',
        'FilterExpression.**.MatchOptions': '',
        'FilterExpression.**.And': '',
        'FilterExpression.**.Or': '',
        Metrics: '',
        notifications: {
          by: 'NotificationType ComparisonOperator Threshold ThresholdType',
          noun: 'notification',
        },
        'notifications.subscribers': { by: 'SubscriptionType Address', noun: 'subscriber' },
        actions: { by: 'ActionId', noun: 'action' },
        'actions.Subscribers': { by: 'SubscriptionType Address', noun: 'subscriber' },
        'actions.Definition.IamActionDefinition.Roles': '',
        'actions.Definition.IamActionDefinition.Groups': '',
        'actions.Definition.IamActionDefinition.Users': '',
        'actions.Definition.ScpActionDefinition.TargetIds': '',
        'actions.Definition.SsmActionDefinition.InstanceIds': '',
      },
    },
  ],
}

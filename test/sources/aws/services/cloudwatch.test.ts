import { expect, test } from 'vitest'
import { CLOUDWATCH } from '../../../../src/services/cloudwatch.ts'
import { captureAnswered, refusing } from '../capture-answered.ts'
import { documentsOf } from './documents-of.ts'

test('an anomaly detector is named by the metric that it watches, whatever the order of its dimensions', async () => {
  const metric = { Namespace: 'AWS/EC2', MetricName: 'CPUUtilization', Stat: 'Average' }
  const [a, b] = [
    { Name: 'A', Value: '1' },
    { Name: 'B', Value: '2' },
  ]
  const documents = await documentsOf(CLOUDWATCH, 'integrations/cloudwatch/anomaly-detectors/*.json', {
    DescribeAnomalyDetectors: {
      AnomalyDetectors: [
        {
          AnomalyDetectorId: '1',
          StateValue: 'TRAINED',
          SingleMetricAnomalyDetector: { ...metric, Dimensions: [b, a] },
        },
        { AnomalyDetectorId: '2', ...metric },
        { AnomalyDetectorId: '3', MetricMathAnomalyDetector: { MetricDataQueries: [] } },
      ],
    },
  })
  const folder = 'integrations/cloudwatch/anomaly-detectors'
  expect(Object.keys(documents)).toEqual([
    `${folder}/AWS/EC2/CPUUtilization/Average/A=1,B=2.json`,
    `${folder}/AWS/EC2/CPUUtilization/Average.json`,
    `${folder}/3.json`,
  ])
  expect(documents[`${folder}/AWS/EC2/CPUUtilization/Average/A=1,B=2.json`]).toEqual({
    AnomalyDetectorId: '1',
    SingleMetricAnomalyDetector: { ...metric, Dimensions: [a, b] },
  })
})

test('a dashboard that is deleted while it is read is none, by each of its codes', async () => {
  for (const code of ['ResourceNotFound', 'DashboardNotFoundError']) {
    const { documents, problems } = await captureAnswered(CLOUDWATCH, {
      ListDashboards: { DashboardEntries: [{ DashboardName: 'shop', DashboardArn: 'arn:aws:d' }] },
      GetDashboard: refusing(code, '', 404),
    })
    expect([documents.size, problems]).toEqual([0, []])
  }
})

test('the tags of a dashboard that may not be read are asked for by no empty ARN', async () => {
  const asked: unknown[] = []
  const { problems } = await captureAnswered(CLOUDWATCH, {
    ListDashboards: { DashboardEntries: [{ DashboardName: 'shop', DashboardArn: 'arn:aws:d' }] },
    GetDashboard: refusing('AccessDeniedException', 'not you', 403),
    ListTagsForResource(input) {
      asked.push(input)
      return {}
    },
  })
  expect(problems.map(({ operation }) => operation)).toEqual(['cloudwatch:GetDashboard'])
  expect(asked).toEqual([])
})

test('an alarm that autoscaling makes for a table has no threshold, for that follows the units', async () => {
  const alarm = (AlarmName: string, Namespace: string) => ({
    AlarmName,
    Namespace,
    Threshold: 360,
    Period: 60,
  })
  const documents = await documentsOf(CLOUDWATCH, 'integrations/cloudwatch/alarms/*.json', {
    DescribeAlarms: {
      MetricAlarms: [
        alarm('TargetTracking-table/orders-AlarmHigh-1', 'AWS/DynamoDB'),
        alarm('TargetTracking-service/shop-AlarmHigh-1', 'AWS/ECS'),
        alarm('orders-throttled', 'AWS/DynamoDB'),
      ],
    },
  })
  expect(Object.values(documents).map(({ AlarmName, Threshold }) => [AlarmName, Threshold])).toEqual([
    ['TargetTracking-table/orders-AlarmHigh-1', undefined],
    ['TargetTracking-service/shop-AlarmHigh-1', 360],
    ['orders-throttled', 360],
  ])
})

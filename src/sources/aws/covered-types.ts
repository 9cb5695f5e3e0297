/**
 * The kinds of resources that jsnap captures, by service, as ARNs name them
 * (docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html, the
 * table of resource types of each service) and as Resource Explorer does, where it has another name
 * (docs.aws.amazon.com/resource-explorer/latest/userguide/supported-resource-types.html). What is not in it is named as
 * not captured, also in a service of which jsnap captures something. `''` is a kind that has only a name in its ARN.
 */
const COVERED: Readonly<Record<string, string>> = {
  acm: 'certificate',
  apigateway:
    'account apis apikeys clientcertificates domainnameaccessassociations domainnames restapis stages usageplans vpclinks',
  cloudfront: `anycast-ip-list cache-policy connection-function connection-group continuous-deployment-policy distribution
    distribution-tenant field-level-encryption-config field-level-encryption-profile function key-group key-value-store
    origin-access-control origin-access-identity origin-request-policy public-key realtime-log-config
    response-headers-policy streaming-distribution trust-store vpcorigin`,
  cloudwatch: 'alarm anomaly-detector dashboard metric-stream',
  'cognito-idp': 'userpool',
  dynamodb: 'index stream table',
  events: 'api-destination archive connection endpoint event-bus rule',
  iam: 'policy role',
  lambda: 'capacity-provider code-signing-config event-source-mapping function layer layer-version',
  lightsail: `Alarm Bucket Certificate ContactMethod ContainerService Disk DiskSnapshot Distribution Domain Instance
    InstanceSnapshot KeyPair LoadBalancer LoadBalancerTlsCertificate RelationalDatabase RelationalDatabaseSnapshot StaticIp`,
  logs: 'account-policy delivery delivery-destination delivery-source destination log-group query-definition',
  rds: `cluster cluster-endpoint cluster-pg cluster-snapshot db db-proxy db-proxy-endpoint deployment es global-cluster
    integration og pg proxy proxy-endpoint shard-group snapshot subgrp target-group tenant-database`,
  route53: 'cidrcollection delegationset healthcheck hostedzone trafficpolicy trafficpolicyinstance',
  s3: ' bucket',
  scheduler: 'schedule schedule-group',
  secretsmanager: 'secret',
  ses: `configuration-set contact-list custom-verification-email-template dedicated-ip-pool identity multi-region-endpoint
    receipt-filter receipt-rule-set template tenant`,
  sns: ' app topic',
  sqs: ' queue',
  ssm: 'document parameter',
  states: 'activity stateMachine statemachine',
  wafv2: 'ipset regexpatternset rulegroup webacl',
}

const covered = new Set(
  Object.entries(COVERED).flatMap(([service, kinds]) =>
    kinds.split(/\s+/).map((kind) => (kind === '' ? service : `${service}:${kind}`)),
  ),
)

/** Says whether resources of a type, as `lambda:function`, are captured. */
export function isCovered(type: string): boolean {
  return covered.has(type)
}

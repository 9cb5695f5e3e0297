import type { DeclaredSource, Service } from './declaration/declaration.ts'

/** Where the declaration of a service or of another source is, and the folders that are its own. */
export interface Registered {
  readonly prefixes: readonly string[]
  readonly load: () => Promise<DeclaredSource | Service>
}

/** All that jsnap captures, a line for each; a declaration is loaded when something of its folders is looked at. */
export const REGISTRY: readonly Registered[] = [
  at('acm/', async () => (await import('./acm.ts')).ACM),
  at('integrations/api-gateway/', async () => (await import('./apigateway.ts')).APIGATEWAY),
  at('integrations/budgets/', async () => (await import('./budgets.ts')).BUDGETS),
  at('cloudfront/', async () => (await import('./cloudfront.ts')).CLOUDFRONT),
  at('integrations/cloudwatch/', async () => (await import('./cloudwatch.ts')).CLOUDWATCH),
  at('integrations/cognito/', async () => (await import('./cognito.ts')).COGNITO),
  at(
    ['databases/dynamodb-schemas/', 'databases/table-exports/'],
    async () => (await import('./dynamodb.ts')).DYNAMODB,
  ),
  at('integrations/eventbridge/', async () => (await import('./eventbridge.ts')).EVENTBRIDGE),
  at('iam/', async () => (await import('./iam.ts')).IAM),
  at('lambda/', async () => (await import('./lambda.ts')).LAMBDA),
  at('lightsail/', async () => (await import('./lightsail.ts')).LIGHTSAIL),
  at('integrations/logs/', async () => (await import('./logs.ts')).LOGS),
  at('databases/rds/', async () => (await import('./rds.ts')).RDS),
  at('route53/', async () => (await import('./route53.ts')).ROUTE53),
  at('integrations/secretsmanager/', async () => (await import('./secretsmanager.ts')).SECRETSMANAGER),
  at('integrations/ses/', async () => (await import('./ses.ts')).SES),
  at('integrations/sns/', async () => (await import('./sns.ts')).SNS),
  at('integrations/sqs/', async () => (await import('./sqs.ts')).SQS),
  at('integrations/ssm/', async () => (await import('./ssm.ts')).SSM),
  at('integrations/step-functions/', async () => (await import('./stepfunctions.ts')).STEPFUNCTIONS),
  at('waf/', async () => (await import('./waf.ts')).WAF),
  at('s3-buckets/', async () => (await import('./s3-objects.ts')).S3_OBJECTS),
  at('s3-configs/', async () => (await import('./s3.ts')).S3),
  at('local/', async () => (await import('./local.ts')).LOCAL),
  at('gas-projects/', async () => (await import('./gas.ts')).GAS),
  at('integrations/webhooks/', async () => (await import('./webhooks.ts')).WEBHOOKS),
]

const byPrefix = new Map(
  REGISTRY.flatMap((registered) => registered.prefixes.map((prefix) => [prefix, registered] as const)),
)

/** Folders that several sources share, as `databases`. */
const shared = new Set(
  [...byPrefix.keys()].filter((prefix) => prefix.split('/').length > 2).map((prefix) => prefix.split('/')[0]),
)

/** The source that makes what is at a path. */
export function registeredAt(path: string): Registered | undefined {
  for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
    const registered = byPrefix.get(path.slice(0, end + 1))
    if (registered !== undefined) return registered
  }
  return undefined
}

/** Says whether a folder at the top is of several sources. */
export function isShared(folder: string): boolean {
  return shared.has(folder)
}

/** The sources that make what is at paths which begin so. */
export function registeredBelow(prefix: string): Registered[] {
  return REGISTRY.filter(({ prefixes }) =>
    prefixes.some((own) => own.startsWith(prefix) || prefix.startsWith(own)),
  )
}

/** Loads declarations and makes something of each, once in all however often it is asked for. */
export function madeOfEach<Made>(
  make: (source: DeclaredSource) => Made,
): (all: Iterable<Registered>) => Promise<ReadonlyMap<Registered, Made>> {
  const known = new Map<Registered, Promise<Made>>()
  const madeOf = (registered: Registered): Promise<Made> => {
    const made = known.get(registered) ?? registered.load().then(make)
    known.set(registered, made)
    return made
  }
  return async (all) =>
    new Map(
      await Promise.all([...all].map(async (registered) => [registered, await madeOf(registered)] as const)),
    )
}

function at(prefixes: string | readonly string[], load: Registered['load']): Registered {
  return { prefixes: [prefixes].flat(), load }
}

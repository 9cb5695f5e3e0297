import { kindPath } from '../model/kind-path.ts'
import type { DeclaredDocuments } from './declaration/declaration.ts'
import { documentLists, type DocumentLists, type Lists } from './declaration/lists.ts'
import { EVERYWHERE } from './declaration/rules.ts'

/** The declarations of services and of other sources that make documents, by the folders that are their own. */
export const DECLARATIONS: Readonly<Record<string, () => Promise<DeclaredDocuments>>> = {
  'acm/': async () => (await import('./acm.ts')).ACM,
  'cloudfront/': async () => (await import('./cloudfront.ts')).CLOUDFRONT,
  'databases/dynamodb-schemas/': async () => (await import('./dynamodb.ts')).DYNAMODB,
  'databases/rds/': async () => (await import('./rds.ts')).RDS,
  'gas-projects/': async () => (await import('./gas.ts')).GAS,
  'iam/': async () => (await import('./iam.ts')).IAM,
  'integrations/api-gateway/': async () => (await import('./apigateway.ts')).APIGATEWAY,
  'integrations/cloudwatch/': async () => (await import('./cloudwatch.ts')).CLOUDWATCH,
  'integrations/cognito/': async () => (await import('./cognito.ts')).COGNITO,
  'integrations/eventbridge/': async () => (await import('./eventbridge.ts')).EVENTBRIDGE,
  'integrations/logs/': async () => (await import('./logs.ts')).LOGS,
  'integrations/secretsmanager/': async () => (await import('./secretsmanager.ts')).SECRETSMANAGER,
  'integrations/ses/': async () => (await import('./ses.ts')).SES,
  'integrations/sns/': async () => (await import('./sns.ts')).SNS,
  'integrations/sqs/': async () => (await import('./sqs.ts')).SQS,
  'integrations/ssm/': async () => (await import('./ssm.ts')).SSM,
  'integrations/step-functions/': async () => (await import('./stepfunctions.ts')).STEPFUNCTIONS,
  'lambda/': async () => (await import('./lambda.ts')).LAMBDA,
  'lightsail/': async () => (await import('./lightsail.ts')).LIGHTSAIL,
  'route53/': async () => (await import('./route53.ts')).ROUTE53,
  's3-configs/': async () => (await import('./s3-configs.ts')).S3_CONFIGS,
  'waf/': async () => (await import('./waf.ts')).WAF,
}

/** The lists of the document that a service, or another source, makes at a path. */
export type ListsAt = (path: string) => DocumentLists

/** Loads the declarations of those that make what is at these paths. */
export function loadLists(paths: readonly string[]): Promise<ListsAt> {
  const folders = new Set(paths.map(folderOf).filter((folder) => folder !== undefined))
  return listsIn([...folders])
}

/** Loads the declarations of those that make what is at paths which begin so. */
export function loadListsBelow(prefix: string): Promise<ListsAt> {
  return listsIn(
    Object.keys(DECLARATIONS).filter((folder) => folder.startsWith(prefix) || prefix.startsWith(folder)),
  )
}

async function listsIn(folders: readonly string[]): Promise<ListsAt> {
  const loaded = new Map(
    await Promise.all(folders.map(async (folder) => [folder, await kindsIn(folder)] as const)),
  )
  return (path) => {
    const folder = folderOf(path)
    if (folder === undefined) return UNDECLARED
    const kinds = loaded.get(folder)
    if (kinds === undefined) throw new Error(`the declaration of ${path} was not loaded`)
    return kinds.find(({ path: pattern }) => pattern.test(path))?.lists ?? UNDECLARED
  }
}

const UNDECLARED = documentLists(EVERYWHERE.lists ?? {})

interface Kind {
  readonly path: RegExp
  readonly lists: DocumentLists
}

const known = new Map<string, Promise<readonly Kind[]>>()

function kindsIn(folder: string): Promise<readonly Kind[]> {
  let kinds = known.get(folder)
  if (kinds === undefined) {
    kinds = Promise.resolve(DECLARATIONS[folder]?.()).then(kindsOf)
    known.set(folder, kinds)
  }
  return kinds
}

function kindsOf(declared: DeclaredDocuments | undefined): Kind[] {
  const kindOf = ({ path, lists = {} }: { readonly path: string; readonly lists?: Lists }): Kind => ({
    path: kindPath(path),
    lists: documentLists(EVERYWHERE.lists ?? {}, lists),
  })
  return (declared?.resources ?? []).flatMap(({ beside, ...kind }) =>
    (beside === undefined ? [kind] : [kind, beside]).map(kindOf),
  )
}

function folderOf(path: string): string | undefined {
  for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
    const folder = path.slice(0, end + 1)
    if (Object.hasOwn(DECLARATIONS, folder)) return folder
  }
  return undefined
}

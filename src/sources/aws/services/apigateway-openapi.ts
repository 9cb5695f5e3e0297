import { readableJson, type Json, type JsonObject } from '../../../model/canonical-json.ts'
import { parseNumbersAsTexts, withNumbers } from '../../../model/exact-numbers.ts'
import { isList, isObject, textAt } from '../../../model/json-place.ts'
import { unknownCode } from '../../../model/marks.ts'
import { AwsError } from '../aws-error.ts'
import type { Api, Resource } from '../declaration.ts'
import type { Found } from '../found.ts'
import { normaliser, type Rules } from '../normal-document.ts'
import { literals, templates } from './integration-secrets.ts'

/** How what is deployed to a stage is asked for as an OpenAPI document. */
export interface StageExport {
  /** Of the APIs' documents, ending in `/`. */
  readonly folder: string
  readonly api: Api
  readonly operation: string
  readonly input: (api: JsonObject, stageName: string) => JsonObject
  /** The members of a stage that hold these. */
  readonly stageName: string
  readonly deploymentId: string
}

/** An integration of one operation, and one that operations share. */
const INTEGRATIONS = ['**.x-amazon-apigateway-integration', '**.x-amazon-apigateway-integrations.*']

/** When it was deployed stands for the version that nobody has given. */
const TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/

const RULES: Rules = {
  dropWhen: { 'info.version': (info) => TIME.test(textAt('version', info)) },
  secretMembers: Object.fromEntries(
    INTEGRATIONS.flatMap((place) => [
      [`${place}.requestParameters`, literals],
      [`${place}.requestTemplates`, templates],
    ]),
  ),
  secretUrl: INTEGRATIONS.map((place) => `${place}.uri`),
  json: ['x-amazon-apigateway-policy'],
  unordered: {
    '**.parameters': 'in name',
    '**.required': '',
    '**.security': '',
    '**.security.*': '',
    '**.cacheKeyParameters': '',
    '**.providerARNs': '',
    '**.jwtConfiguration.audience': '',
    'x-amazon-apigateway-binary-media-types': '',
    'x-amazon-apigateway-cors.*': '',
    'x-amazon-apigateway-endpoint-configuration.*': '',
  },
}

/** A file of OpenAPI beside an API's document for each stage that something is deployed to. */
export function stageExports(how: StageExport): Pick<Resource, 'content' | 'contentPath' | 'contentCalls'> {
  return {
    content: (found) => exportStages(how, found),
    contentPath: `${how.folder}*/`,
    contentCalls: [{ api: how.api, operation: how.operation }],
  }
}

async function exportStages(how: StageExport, found: Found): Promise<void> {
  const folder = `${how.folder}${found.name}/`
  const { stages = [] } = found.item
  if (!isList(stages)) {
    const code = unknownCode(stages) ?? 'NoAnswer'
    found.unknown(folder, new AwsError(`${how.api.id}:GetStages`, 200, code, 'the stages are not known'))
    return
  }
  const deployed = stages.filter(isObject).filter((stage) => textAt(how.deploymentId, stage) !== '')
  await Promise.all(deployed.map((stage) => exportStage(how, folder, textAt(how.stageName, stage), found)))
}

async function exportStage(
  { api, operation, input }: StageExport,
  folder: string,
  stageName: string,
  { item, sink, markAt, ask, unknown }: Found,
): Promise<void> {
  const path = `${folder}${stageName}.openapi.json`
  if (!sink.wants(path)) return
  try {
    const document = bodyOf(await ask(operation, input(item, stageName), api), `${api.id}:${operation}`)
    // The greatest number of 64 bits is in many a model.
    const text = withNumbers(readableJson(normaliser(RULES, markAt(path))(document)))
    await sink.document({ path, type: 'config', bytes: Buffer.from(text), meta: {} })
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    unknown(path, error)
  }
}

function bodyOf({ body }: { readonly body?: unknown }, operation: string): JsonObject {
  const text = body instanceof Uint8Array ? Buffer.from(body).toString() : ''
  let document: Json | undefined
  try {
    document = parseNumbersAsTexts(text)
  } catch {
    // Said below, without what could be quoted of it.
  }
  if (isObject(document)) return document
  throw new AwsError(operation, 200, 'NoJson', 'the answer holds no JSON')
}

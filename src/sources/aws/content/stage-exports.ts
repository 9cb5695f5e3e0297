import { readableJson, type Json, type JsonObject } from '../../../model/canonical-json.ts'
import { parseNumbersAsTexts, withNumbers } from '../../../model/exact-numbers.ts'
import { isList, isObject, textAt } from '../../../model/json-place.ts'
import { unknownCode } from '../../../model/marks.ts'
import { OPENAPI_RULES } from '../../../services/apigateway-openapi.ts'
import type { StageExports } from '../../../services/declaration/content.ts'
import { AwsError } from '../aws-error.ts'
import type { ContentContext } from '../content-context.ts'
import { normaliser } from '../normal-document.ts'

/** A file for each stage that something is deployed to. */
export async function exportStages(how: StageExports, found: ContentContext): Promise<void> {
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
  { api, operation, input }: StageExports,
  folder: string,
  stageName: string,
  { item, sink, markAt, ask, unknown }: ContentContext,
): Promise<void> {
  const path = `${folder}${stageName}.openapi.json`
  if (!sink.wants(path)) return
  try {
    const document = bodyOf(await ask(operation, input(item, stageName), api), `${api.id}:${operation}`)
    // The greatest number of 64 bits is in many a model.
    const text = withNumbers(readableJson(normaliser(OPENAPI_RULES, markAt(path))(document)))
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
  throw new AwsError(operation, 200, 'NoJson', 'the answer contains no JSON')
}

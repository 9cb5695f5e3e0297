import { readableJson, type JsonObject } from '../../../model/canonical-json.ts'
import { at, isObject, objectsAt, textAt } from '../../../model/json-place.ts'
import { pathOf } from '../../../model/kind-path.ts'
import { unknownCode } from '../../../model/marks.ts'
import { isZip, LAYER_CODE, LAYER_RULES } from '../../../services/lambda.ts'
import { functionCall, layerCall, packageItem } from './lambda-package/package-item.ts'
import { AwsError } from '../aws-error.ts'
import type { ContentContext } from '../content-context.ts'
import { normaliser } from '../normal-document.ts'
import { plainMembers } from '../plain-json.ts'

/** The package of a function with its files, those of its published versions, and layers of other accounts. */
export async function functionCode({
  item,
  region,
  contentPath: folder,
  sink,
  markAt,
  ask,
  unknown,
}: ContentContext): Promise<void> {
  for (const [place, operation, code] of [
    ['code.zip', 'GetFunction', unknownCode(item)],
    ['code/', 'GetFunction', unknownCode(item)],
    ['versions/', 'ListVersionsByFunction', unknownCode(item['versions'])],
  ] as const) {
    if (code !== undefined) unknown(`${folder}${place}`, new AwsError(`lambda:${operation}`, 0, code, ''))
  }
  const folderOf = (one: JsonObject) =>
    one === item ? folder : `${folder}versions/${textAt('Version', one)}/`
  const zips = [item, ...objectsAt('versions', item)].filter(
    (one) => isZip(one) && unknownCode(one) === undefined,
  )
  const packages = zips.filter((one) => textAt('CodeSha256', one) !== '')
  // A function always has code: an answer that does not say which is not one.
  for (const one of zips.filter((zip) => !packages.includes(zip)))
    for (const place of one === item ? ['code.zip', 'code/'] : ['code.zip'])
      unknown(`${folderOf(one)}${place}`, noCode(one === item ? 'GetFunction' : 'ListVersionsByFunction'))
  // Most versions have the code of another one, or of $LATEST.
  for (const [codeSha256, [first = item, ...others]] of Map.groupBy(packages, (one) =>
    textAt('CodeSha256', one),
  )) {
    const version = first === item ? undefined : textAt('Version', first)
    const call = functionCall(textAt('FunctionName', item), version)
    const { members, ...zip } = packageItem(folderOf(first), region, codeSha256, sizeOf(first), call)
    const copies = others.map((other) => `${folderOf(other)}code.zip`)
    for (const path of [zip.path, ...copies]) sink.listed({ path, bytes: zip.size, sha256: zip.sha256 })
    await sink.content({ ...zip, copies, ...(first === item ? { members } : {}) })
  }
  await foreignLayers(item, region, { sink, markAt, ask, unknown })
}

function noCode(operation: string): AwsError {
  return new AwsError(`lambda:${operation}`, 200, 'NoAnswer', 'the answer does not say which code it has')
}

/** The layers of other accounts that have been captured, by what they are captured into. */
const captured = new WeakMap<ContentContext['sink'], Set<string>>()

/** Layers of a function that are another account's: that may let them be read, and never be listed. */
async function foreignLayers(
  fn: JsonObject,
  region: string,
  { sink, markAt, ask, unknown }: Pick<ContentContext, 'sink' | 'markAt' | 'ask' | 'unknown'>,
): Promise<void> {
  const account = textAt('FunctionArn', fn).split(':')[4]
  const seen = captured.get(sink) ?? new Set<string>()
  captured.set(sink, seen)
  for (const layer of objectsAt('Layers', fn)) {
    const arn = textAt('Arn', layer)
    const [, , , , owner = '', , name = '', version = ''] = arn.split(':')
    if (owner === account || seen.has(arn)) continue
    seen.add(arn)
    const folder = pathOf(LAYER_CODE, `${owner}:${name}/${version}`)
    try {
      const answer = plainMembers(await ask('GetLayerVersionByArn', { Arn: arn }))
      const path = `${folder}config.json`
      const text = readableJson(normaliser(LAYER_RULES, markAt(path))(answer))
      await sink.document({ path, type: 'config', bytes: Buffer.from(text), meta: {} })
      await offerLayer(answer, arn, folder, region, { sink, unknown })
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      unknown(folder, error)
    }
  }
}

/** The package of a version of a layer of this account, with its files. */
export function layerCode({ item, region, contentPath, sink, unknown }: ContentContext): Promise<void> {
  return offerLayer(item, textAt('LayerVersionArn', item), contentPath, region, { sink, unknown })
}

function offerLayer(
  layer: JsonObject,
  arn: string,
  folder: string,
  region: string,
  { sink, unknown }: Pick<ContentContext, 'sink' | 'unknown'>,
): Promise<void> {
  const content = at('Content', layer)
  const codeSha256 = textAt('Content.CodeSha256', layer)
  if (!isObject(content) || codeSha256 === '') {
    for (const place of ['code.zip', 'code/']) unknown(`${folder}${place}`, noCode('GetLayerVersion'))
    return Promise.resolve()
  }
  return sink.content(packageItem(folder, region, codeSha256, sizeOf(content), layerCall(arn)))
}

function sizeOf({ CodeSize }: JsonObject): number {
  return typeof CodeSize === 'number' ? CodeSize : 0
}

import type { JsonObject } from '../../../model/canonical-json.ts'
import type { StageCode } from '../../../services/declaration/content.ts'
import { AwsError } from '../aws-error.ts'
import type { ContentContext } from '../content-context.ts'

/** The stages that a function has, by their names in paths. `live` is what was read of the second, if there is any. */
function stagesOf({ live }: JsonObject): Record<string, string> {
  return live === undefined ? { development: 'DEVELOPMENT' } : { development: 'DEVELOPMENT', live: 'LIVE' }
}

/** Offers the code of each stage as a file beside the document. */
export async function readStageCode(
  kind: StageCode,
  { item, name, sink, ask, unknown }: ContentContext,
): Promise<void> {
  for (const [suffix, Stage] of Object.entries(stagesOf(item))) {
    const path = kind.path.replace('*.json', () => `${name}.${suffix}.js`)
    try {
      const answer = (await ask(`Get${kind.name}`, { ...kind.id(item), Stage })) as Record<string, unknown>
      const bytes = answer[`${kind.name}Code`]
      if (!(bytes instanceof Uint8Array))
        throw new AwsError(`cloudfront:Get${kind.name}`, 200, 'NoCode', 'the answer contains no code')
      await sink.document({ path, type: 'object', bytes, meta: {} })
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      if (error.code !== kind.absent) unknown(path, error)
    }
  }
}

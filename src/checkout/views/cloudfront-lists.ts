import type { Json, JsonObject } from '../../model/canonical-json.ts'
import { at, isObject, objectsAt } from '../../model/json-place.ts'
import type { Documents } from '../../versions/documents.ts'
import { DISTRIBUTIONS } from '../../services/folders.ts'

/** Every distribution, whole. */
export function distributions(documents: Documents): Json {
  return overAll(documents, (document) => [document])
}

/** Every cache behaviour, in the order in which CloudFront tries them; the default one is the last of its distribution. */
export function cacheBehaviors(documents: Documents): Json {
  return overAll(documents, (document) => {
    const listed = objectsAt('DistributionConfig.CacheBehaviors.Items', document)
    const whole = at('DistributionConfig.DefaultCacheBehavior', document)
    const all = [...listed, ...(isObject(whole) ? [{ ...whole, PathPattern: '* (default)' }] : [])]
    return all.map((behaviour, i) => ({ ...ownerOf(document), order: i + 1, ...behaviour }))
  })
}

/** Every origin of every distribution. */
export function origins(documents: Documents): Json {
  return overAll(documents, (document) =>
    objectsAt('DistributionConfig.Origins.Items', document).map((origin) => ({
      ...ownerOf(document),
      ...origin,
    })),
  )
}

function overAll(documents: Documents, rows: (document: JsonObject) => JsonObject[]): Json {
  return [
    ...documents.unknownBelow(DISTRIBUTIONS),
    ...[...documents.below(DISTRIBUTIONS)].flatMap(({ document }) => rows(document)),
  ]
}

function ownerOf(document: JsonObject): JsonObject {
  return {
    distribution: document['Id'],
    domainName: document['DomainName'],
    aliases: at('DistributionConfig.Aliases.Items', document) ?? [],
  }
}

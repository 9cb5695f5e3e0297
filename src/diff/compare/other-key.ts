import type { Entry } from '../../model/entry.ts'
import type { Store } from '../../store/store.ts'
import { secretNames, type HasSecrets } from '../../versions/version-secrets.ts'
import type { Version } from '../../versions/version.ts'
import type { Detail } from '../document/detail.ts'
import { isSecret } from '../document/placeholder.ts'
import type { ShownText } from './content-text.ts'

/** Says whether the secret values of two versions are marked with two keys: whether they are equal is unknown. */
export function areOfTwoKeys(
  { commit: { secrets: a } }: HasSecrets,
  { commit: { secrets: b } }: HasSecrets,
): boolean {
  return a?.keyId !== undefined && b?.keyId !== undefined && a.keyId !== b.keyId
}

/** Says of two entries of these versions whether they are equal but for the markers of their secret values. */
export function markersOfTwoKeys(
  store: Store,
  a: HasSecrets,
  b: HasSecrets,
): ((before: Entry, after: Entry) => boolean) | undefined {
  if (!areOfTwoKeys(a, b)) return undefined
  const [old, now] = [markersByPath(store, a), markersByPath(store, b)]
  const withoutMarkers = ({ path, sha256 }: Entry, markers: ReadonlyMap<string, readonly string[]>) =>
    sha256 === null
      ? ''
      : (markers.get(path) ?? []).reduce(
          (text, marker) => text.replaceAll(marker, ''),
          store.readContent(sha256).toString('latin1'),
        )
  return (before, after) =>
    old.has(before.path) && now.has(after.path) && withoutMarkers(before, old) === withoutMarkers(after, now)
}

/** The texts of entries of two versions, where their markers are of two keys and so differ whatever the values: each is named for what it is. */
export function textsOfTwoKeys(store: Store, a: Version, b: Version): ShownText | undefined {
  if (!areOfTwoKeys(a, b)) return undefined
  const markers = { before: markersByPath(store, a), after: markersByPath(store, b) }
  return (text, { path }, side) =>
    (markers[side].get(path) ?? []).reduce((left, marker) => left.replaceAll(marker, OF_A_KEY), text)
}

/** Stands for a marker that can be compared with none of the other version. */
const OF_A_KEY = 'hmac-sha256:(of another key)'

function markersByPath(store: Store, version: HasSecrets): Map<string, string[]> {
  const markers = new Map<string, string[]>()
  for (const { path, marker } of secretNames(store, version)) {
    const here = markers.get(path)
    if (here === undefined) markers.set(path, [marker])
    else here.push(marker)
  }
  return markers
}

/** The changes of a document, where its secret values are marked with two keys. */
export function withTwoKeys(details: readonly Detail[]): Detail[] {
  return details.map((detail) => {
    if (detail.inside !== undefined) return { ...detail, inside: withTwoKeys(detail.inside) }
    return isSecret(detail.before) && isSecret(detail.after) ? { ...detail, otherKey: true } : detail
  })
}

import type { DeclaredCall, DeclaredKind, DeclaredRules } from './declared.ts'

/** How the documents of one kind were made otherwise for two versions: places as in the declarations of services. */
export interface KindDifference {
  /** The path of the kind. */
  readonly kind: string
  /** What only one of them has, or has in another form. */
  readonly leftOut: readonly string[]
  /** Objects that another call gave, of which only the members count that both have; `''` is the document itself. */
  readonly common: readonly string[]
  /** Lists that only one of them has in order. */
  readonly sorted: readonly string[]
}

/** Compares how two versions make documents of a kind; undefined when they do it alike. */
export function kindDifference(
  a: readonly [DeclaredRules, DeclaredKind],
  b: readonly [DeclaredRules, DeclaredKind],
): KindDifference | undefined {
  const [[, one], [, other]] = [a, b]
  const isOwn = one.list !== other.list || JSON.stringify(one.keep) !== JSON.stringify(other.keep)
  const calls = callDifference('', one.details ?? {}, other.details ?? {})
  const inOne = (placesOf: (rules: DeclaredRules) => readonly string[]) => [
    ...new Set(a.flatMap(placesOf)).symmetricDifference(new Set(b.flatMap(placesOf))),
  ]
  const difference: KindDifference = {
    kind: one.path,
    leftOut: [...calls.leftOut, ...new Set(inOne(formsOf).map((form) => form.split(' ')[1] ?? ''))],
    common: [...(isOwn ? [''] : []), ...calls.common],
    sorted: inOne(({ unordered = {} }) =>
      Object.entries(unordered).map(([place, by]) => `${place} ${by}`),
    ).map((rule) => rule.split(' ')[0] ?? ''),
  }
  const { leftOut, common, sorted } = difference
  return leftOut.length + common.length + sorted.length === 0 ? undefined : difference
}

type Calls = Readonly<Record<string, DeclaredCall>>

function callDifference(place: string, a: Calls, b: Calls): { leftOut: string[]; common: string[] } {
  const all = { leftOut: [] as string[], common: [] as string[] }
  for (const member of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const [one, other] = [a[member], b[member]]
    const inside = member === '' || place === '' ? place + member : `${place}.${member}`
    if (one?.call !== other?.call) (member === '' ? all.common : all.leftOut).push(inside)
    else {
      const { leftOut, common } = callDifference(inside, one?.details ?? {}, other?.details ?? {})
      all.leftOut.push(...leftOut)
      all.common.push(...common)
    }
  }
  return all
}

/** What becomes of members but their order, each as a word, a place and what decides about it. */
function formsOf(rules: DeclaredRules): string[] {
  const {
    drop = [],
    dropWhen = {},
    secret = [],
    secretMembers = {},
    secretUrl = [],
    bytesOfText = [],
    json = [],
    urlJson = [],
  } = rules
  const plain = { drop, secret, secretUrl, bytesOfText, json, urlJson }
  return [
    ...Object.entries(plain).flatMap(([word, places]) => places.map((place) => `${word} ${place}`)),
    ...[dropWhen, secretMembers].flatMap((decided, i) =>
      Object.entries(decided).map(([place, by]) => `${i} ${place} ${by}`),
    ),
  ]
}

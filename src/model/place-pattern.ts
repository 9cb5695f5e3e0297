/**
 * Places in a document. Names are joined by dots; `*` is any one name, `**` any number of them. Lists are looked
 * through: `Origins.Items.Id` is the id of each origin. The empty place is the document itself.
 */
export interface PlacePattern<T> {
  readonly names: readonly string[]
  /** What is to be done at these places. */
  readonly action: T
}

/** A pattern of places in documents, with what is to be done there. */
export function placePattern<T>(place: string, action: T): PlacePattern<T> {
  return { names: place === '' ? [] : place.split('.'), action }
}

/** The patterns that still can match below a member of this name, of those that could above it. */
export function enter<T>(patterns: readonly PlacePattern<T>[], name: string): PlacePattern<T>[] {
  return patterns.flatMap((pattern) => stepInto(pattern, name))
}

/** The actions of the patterns that end here. */
export function actionsHere<T>(patterns: readonly PlacePattern<T>[]): T[] {
  return patterns.filter(({ names }) => names.length === 0).map(({ action }) => action)
}

function stepInto<T>(pattern: PlacePattern<T>, name: string): PlacePattern<T>[] {
  const [first, ...rest] = pattern.names
  if (first === undefined) return []
  if (first === '**') return [pattern, ...stepInto({ names: rest, action: pattern.action }, name)]
  return first === '*' || first === name ? [{ names: rest, action: pattern.action }] : []
}

import { formatCountOf } from '../model/format-count.ts'
import type { Colors } from '../terminal/io.ts'
import { quotePath } from '../terminal/quote-path.ts'
import { thingOf, type Kind, type Thing } from '../versions/thing.ts'
import type { Change } from './change.ts'
import { detailLines, detailText } from './detail-lines.ts'
import { serviceOf } from './service-name.ts'

const WORDS: Readonly<Record<Change['type'], string>> = {
  added: 'added',
  removed: 'removed',
  modified: 'changed',
  renamed: 'renamed',
  metadata: 'changed',
  unknown: 'unknown',
  firstSeen: 'first seen',
}

/** Of what changed in one thing, so many lines are told. */
const MOST_LINES = 3

interface ChangedThing extends Thing {
  readonly changes: Change[]
}

/** A paragraph for each service: how many things changed, and of few, what. */
export function* serviceLines(
  changes: readonly Change[],
  columns: number,
  colors: Colors,
): Generator<string, void, undefined> {
  const services = Map.groupBy(changes, ({ path }) => serviceOf(path))
  for (const [service, ofService] of [...services].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const things = thingsOf(ofService)
    yield `${colors.bold(service)}: ${countsOf(things)}`
    for (const { path, changes: inside } of things.filter((thing) => thing.changes.some(hasDetails))) {
      const lines = detailLines(
        inside.flatMap(({ details = [] }) => details),
        columns - 6,
      )
      yield `  ${quotePath(path)}`
      for (const line of lines.slice(0, MOST_LINES)) yield `    ${detailText(line, colors)}`
      if (lines.length > MOST_LINES)
        yield colors.dim(`    and ${formatCountOf(lines.length - MOST_LINES, 'more change')}`)
    }
  }
}

function hasDetails({ document, details = [] }: Change): boolean {
  return document === true && details.length > 0
}

function thingsOf(changes: readonly Change[]): ChangedThing[] {
  const things = new Map<string, ChangedThing>()
  for (const change of changes) {
    const { path, kind } = thingOf(change.path)
    const thing = things.get(path) ?? { path, kind, changes: [] }
    things.set(path, thing)
    thing.changes.push(change)
  }
  return [...things.values()]
}

function countsOf(things: readonly ChangedThing[]): string {
  const counts = new Map<string, { readonly kind: Kind; readonly words: Map<string, number> }>()
  for (const { path, kind, changes } of things) {
    const [first] = changes
    const isWhole = changes.length === 1 && first?.path === path
    const word = isWhole ? WORDS[first.type] : wordOf(changes)
    const { words } = counts.get(kind.one) ?? { words: new Map<string, number>() }
    counts.set(kind.one, { kind, words: words.set(word, (words.get(word) ?? 0) + 1) })
  }
  return [...counts.values()]
    .flatMap(({ kind: { one, many }, words }) =>
      [...words].map(([word, count]) => `${formatCountOf(count, one, many)} ${word}`),
    )
    .join(', ')
}

/** What happened to a thing of many files: all of them came, or all went, or it changed. */
function wordOf(changes: readonly Change[]): string {
  const types = new Set(changes.map(({ type }) => type))
  const [only] = types
  return types.size === 1 && only !== undefined ? WORDS[only] : 'changed'
}

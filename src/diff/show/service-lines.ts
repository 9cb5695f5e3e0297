import { formatCountOf } from '../../runtime/format-count.ts'
import type { Colors } from '../../terminal/io.ts'
import { namesText } from '../../terminal/names-text.ts'
import { quotePath } from '../../terminal/quote-path.ts'
import type { Noun } from '../../services/declaration/noun.ts'
import type { Layout, Thing } from '../../services/layout.ts'
import type { Change } from '../compare/change.ts'
import { detailLines, detailText } from './detail-lines.ts'

const WORDS: Readonly<Record<Change['type'], string>> = {
  added: 'added',
  removed: 'removed',
  modified: 'changed',
  renamed: 'renamed',
  metadata: 'changed',
  unknown: 'unknown',
  firstSeen: 'first seen',
}

/** The most lines that are shown of the changes in one item. */
const MOST_LINES = 3

interface ChangedThing extends Thing {
  readonly changes: Change[]
}

/** A paragraph for each service: how many items changed, and of few, what. */
export function* serviceLines(
  changes: readonly Change[],
  layout: Layout,
  columns: number,
  colors: Colors,
): Generator<string, void, undefined> {
  const services = Map.groupBy(changes, ({ path }) => layout.labelOf(path))
  for (const [service, ofService] of [...services].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const things = thingsOf(ofService, layout)
    yield `${colors.bold(service)}: ${countsOf(things, layout)}`
    for (const { path, changes: inside } of things.filter((thing) => thing.changes.some(hasDetails))) {
      const lines = detailLines(
        inside.flatMap(({ details = [] }) => details),
        columns - 6,
      )
      const called = namesText(path, inside.find(({ names }) => names !== undefined)?.names)
      yield `  ${quotePath(path)}${called === '' ? '' : `  ${colors.dim(called)}`}`
      for (const line of lines.slice(0, MOST_LINES)) yield `    ${detailText(line, colors)}`
      if (lines.length > MOST_LINES)
        yield colors.dim(`    and ${formatCountOf(lines.length - MOST_LINES, 'more change')}`)
    }
  }
}

function hasDetails({ document, details = [] }: Change): boolean {
  return document === true && details.length > 0
}

function thingsOf(changes: readonly Change[], layout: Layout): ChangedThing[] {
  const things = new Map<string, ChangedThing>()
  for (const change of changes) {
    const { path, noun } = layout.thingOf(change.path)
    const thing = things.get(path) ?? { path, noun, changes: [] }
    things.set(path, thing)
    thing.changes.push(change)
  }
  return [...things.values()]
}

function countsOf(things: readonly ChangedThing[], layout: Layout): string {
  const counts = new Map<string, { readonly noun: Noun; readonly words: Map<string, number> }>()
  const unknown = new Set<string>()
  for (const thing of things) {
    const { noun, changes } = thing
    const [first] = changes
    if (first !== undefined && isPlace(first) && first.path === thing.path) {
      // How many items there are at a place is what could not be read.
      unknown.add(layout.kindAt(first.path)?.many ?? '')
      continue
    }
    const word = wordOf(thing)
    const { words } = counts.get(noun.one) ?? { words: new Map<string, number>() }
    counts.set(noun.one, { noun, words: words.set(word, (words.get(word) ?? 0) + 1) })
  }
  const told = [...counts.values()].flatMap(({ noun: { one, many }, words }) =>
    [...words].map(([word, count]) => `${formatCountOf(count, one, many)} ${word}`),
  )
  const named = [...unknown].filter((many) => many !== '').map((many) => `${many} unknown`)
  const known = [...told, ...named]
  if (unknown.has('')) known.push(known.length === 0 ? 'unknown' : 'the rest unknown')
  return known.join(', ')
}

/** A place that could not be listed, rather than an item. */
function isPlace({ type, path }: Change): boolean {
  return type === 'unknown' && path.endsWith('/')
}

/** What happened to an item of one file or many: all were added, or all removed, or it changed. */
function wordOf({ path, changes }: ChangedThing): string {
  const types = new Set(changes.map(({ type }) => type))
  const [only] = types
  if (only === undefined || types.size > 1) return 'changed'
  return only === 'unknown' && !changes.some((change) => isWhole(change, path))
    ? 'unknown in part'
    : WORDS[only]
}

/** Says whether nothing is known of an item, for its content could not be read. */
function isWhole({ path, before, after }: Change, thing: string): boolean {
  return path === thing && (before?.sha256 == null || after?.sha256 == null)
}

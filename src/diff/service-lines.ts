import { formatCountOf } from '../model/format-count.ts'
import type { Colors } from '../terminal/io.ts'
import { quotePath } from '../terminal/quote-path.ts'
import type { Change } from './change.ts'
import { detailLines, detailText } from './detail-lines.ts'
import { folderOf, serviceOf } from './service-name.ts'

/** Folders that do not say what one of the things in them is. */
const KINDS: Readonly<Record<string, string>> = {
  'databases/dynamodb-schemas': 'table',
  'databases/table-exports': 'table export',
  'gas-projects': 'file',
  local: 'file',
  'route53/dns-records': 'zone',
  's3-buckets': 'object',
  's3-configs': 'bucket configuration',
}

const WORDS: Readonly<Record<Change['type'], string>> = {
  added: 'added',
  removed: 'removed',
  modified: 'changed',
  renamed: 'renamed',
  metadata: 'changed',
  unknown: 'unknown',
}

/** Of what changed in one thing, so many lines are told. */
const MOST_LINES = 3

interface Thing {
  readonly path: string
  readonly kind: string
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

/** What is in the folder of a function or an API is a part of it; the rest are things by themselves. */
function thingsOf(changes: readonly Change[]): Thing[] {
  const things = new Map<string, Thing>()
  for (const change of changes) {
    const kind = KINDS[folderOf(change.path, 2)] ?? KINDS[folderOf(change.path, 1)]
    const path = kind === undefined ? thingPath(change.path) : change.path
    const thing = things.get(path) ?? { path, kind: kind ?? kindOf(path), changes: [] }
    things.set(path, thing)
    thing.changes.push(change)
  }
  return [...things.values()]
}

function thingPath(path: string): string {
  const steps = path.split('/')
  return steps
    .slice(0, steps[0] === 'integrations' || steps[0] === 'databases' || steps[0] === 'waf' ? 4 : 3)
    .join('/')
}

/** One of `distributions` is a distribution. */
function kindOf(path: string): string {
  const folder = path.split('/').at(-2) ?? 'path'
  const words = folder.replaceAll('-', ' ')
  return words.replace(/(?<=polic|identit|entr)ies$/, 'y').replace(/(?<!s)s$/, '')
}

function countsOf(things: readonly Thing[]): string {
  const counts = new Map<string, Map<string, number>>()
  for (const { path, kind, changes } of things) {
    const [first] = changes
    const isWhole = changes.length === 1 && first?.path === path
    const word = isWhole ? WORDS[first.type] : wordOf(changes)
    const ofKind = counts.get(kind) ?? new Map<string, number>()
    counts.set(kind, ofKind.set(word, (ofKind.get(word) ?? 0) + 1))
  }
  return [...counts]
    .flatMap(([kind, words]) =>
      [...words].map(([word, count]) => `${formatCountOf(count, kind, plural(kind))} ${word}`),
    )
    .join(', ')
}

/** What happened to a thing of many files: all of them came, or all went, or it changed. */
function wordOf(changes: readonly Change[]): string {
  const types = new Set(changes.map(({ type }) => type))
  const [only] = types
  return types.size === 1 && only !== undefined ? WORDS[only] : 'changed'
}

function plural(kind: string): string {
  return kind.endsWith('y') ? `${kind.slice(0, -1)}ies` : `${kind}s`
}

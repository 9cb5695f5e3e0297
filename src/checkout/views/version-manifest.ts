import type { Commit } from '../../model/commit.ts'
import { formatCount, formatCountOf } from '../../model/format-count.ts'
import type { Item } from '../../versions/inventory.ts'
import { labelOf, type Version } from '../../versions/version.ts'
import { gapSections, section } from './gaps.ts'
import { link, plain, table } from './markdown.ts'
import { bytes } from './quantity.ts'
import type { View } from './view.ts'

/** `MANIFEST.md`: the master inventory of a version. */
export function versionManifest(version: Version, items: readonly Item[]): View {
  const { commit } = version
  return {
    path: 'MANIFEST.md',
    belongs: () => false,
    *text(fileAt) {
      yield `# ${plain(labelOf(version))}\n\n`
      yield `${introduction(commit)}\n\n`
      yield table(
        ['', ''],
        [
          ['Id', `\`${version.id}\``],
          ['Parent', commit.parent === null ? 'none' : `\`${commit.parent}\``],
          ...(commit.message === '' || commit.message === commit.name
            ? []
            : [['Message', plain(commit.message)]]),
          ['Changes', changesOf(commit)],
          ['Secret values', secretsOf(commit)],
          ['Tool', plain(commit.tool)],
        ],
      )
      yield '\n## Contents\n\n'
      yield table(['Folder', 'Holds', 'Entries', 'Bytes'], contents(items, fileAt))
      yield '\n## Sources\n\n'
      yield table(
        ['Source', 'Entries', 'Bytes', 'Requests', 'Took'],
        commit.sources
          .filter(({ entries }) => entries > 0)
          .map(({ name, entries, bytes: size, requests, durationMs }) => [
            plain(name),
            formatCount(entries),
            bytes(size),
            requests === undefined ? '' : formatCount(requests),
            `${(durationMs / 1000).toFixed(1)} s`,
          ]),
      )
      const empty = commit.sources.filter(({ entries }) => entries === 0).map(({ name }) => plain(name))
      if (empty.length > 0) yield `\nThe account has nothing of ${empty.join(', ')}.\n`
      yield section(
        'May hold a secret',
        ['Path', 'Line', 'Rule'],
        commit.findings?.listed ?? [],
        ({ path, line, rule }) => [path, String(line), rule],
      )
      yield gapSections(
        commit.problems,
        items.filter((item) => item.reason !== undefined),
        commit.notCovered,
      )
    },
  }
}

function introduction({ time, account, regions, complete, counts, bytes: size, problems }: Commit): string {
  const when = `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`
  const where = account === null ? '' : ` from account ${plain(account)} (${plain(regions.join(', '))})`
  const whole = complete ? 'whole' : `**incomplete: ${formatCountOf(problems.length, 'problem')}**`
  return `Captured ${when}${where}: ${formatCountOf(counts.entries, 'entry', 'entries')}, ${bytes(size)}, ${whole}.`
}

function changesOf({ counts: { added, modified, removed, unchanged } }: Commit): string {
  const counts = { added, modified, removed, unchanged }
  return Object.entries(counts)
    .map(([what, count]) => `${formatCount(count)} ${what}`)
    .join(', ')
}

function secretsOf({ secrets }: Commit): string {
  if (secrets === undefined) return 'none'
  const { count, sealed, recipients } = secrets
  if (sealed === null) return `${formatCount(count)}, dropped`
  return `${formatCount(count)}, sealed for ${formatCountOf(recipients.length, 'recipient')}`
}

interface Folder {
  file: string | undefined
  entries: number
  size: number
  /** The names in each folder below it. */
  readonly holds: Map<string, Set<string>>
}

function contents(items: readonly Item[], fileAt: (index: number) => string): string[][] {
  const folders = new Map<string, Folder>()
  items.forEach(({ path, size, reason }, i) => {
    const [name = '', second = '', third, ...deeper] = path.split('/')
    const folder = folders.get(name) ?? {
      file: undefined,
      entries: 0,
      size: 0,
      holds: new Map<string, Set<string>>(),
    }
    folders.set(name, folder)
    folder.entries++
    // Of buckets, projects and named folders the names themselves are what there is.
    const [kind, one] =
      third === undefined || NAMED.has(name)
        ? [name, second]
        : // These have folders of kinds of their own.
          [second, name === 'integrations' || second === 'rds' ? [third, ...deeper].join('/') : third]
    const known = folder.holds.get(kind) ?? new Set<string>()
    folder.holds.set(kind, known.add(one))
    if (reason === undefined) {
      folder.file ??= fileAt(i)
      folder.size += size
    }
  })
  return [...folders].map(([name, { file, entries, size, holds }]) => [
    file === undefined ? plain(`${name}/`) : link(`${name}/`, file.slice(0, file.indexOf('/') + 1)),
    [...holds].map(([kind, names]) => countOf(kind, names.size)).join(', '),
    formatCount(entries),
    bytes(size),
  ])
}

function countOf(kind: string, count: number): string {
  const named = NAMED.get(kind)
  return named === undefined
    ? `${formatCount(count)} ${plain(kind.replaceAll('-', ' '))}`
    : formatCountOf(count, named)
}

/** Folders whose names are the things themselves, and what these are. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['s3-buckets', 'bucket'],
  ['s3-configs', 'configuration'],
  ['gas-projects', 'project'],
  ['local', 'folder'],
])

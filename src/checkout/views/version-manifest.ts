import type { Commit } from '../../model/commit.ts'
import { wholeMakerText } from '../../model/maker.ts'
import { formatCount, formatCountOf } from '../../runtime/format-count.ts'
import type { Noun } from '../../services/declaration/noun.ts'
import type { Layout, Thing } from '../../services/layout.ts'
import type { Item } from '../../versions/inventory.ts'
import { labelOf, type Version } from '../../versions/version.ts'
import { gapSections, section } from './gaps.ts'
import { link, plain, table } from './markdown.ts'
import { bytes } from './quantity.ts'
import type { View } from './view.ts'

/** `MANIFEST.md`: the master inventory of a version. */
export function versionManifest(version: Version, items: readonly Item[], layout: Layout): View {
  const { commit } = version
  const by = commit.by && wholeMakerText(commit.by)
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
          ...(by === undefined ? [] : [['Made by', plain(by)]]),
          ['Tool', plain(commit.tool)],
        ],
      )
      yield '\n## Contents\n\n'
      yield table(['Folder', 'Holds', 'Entries', 'Bytes'], contents(items, layout, fileAt))
      yield '\n## Sources\n\n'
      yield table(
        ['Source', 'Entries', 'Bytes', 'Requests', 'Took'],
        commit.sources
          .filter(({ entries, unlisted = 0 }) => entries + unlisted > 0)
          .map(({ name, entries, bytes: size, requests, durationMs }) => [
            plain(name),
            ...(entries === 0 ? ['unknown', ''] : [formatCount(entries), bytes(size)]),
            requests === undefined ? '' : formatCount(requests),
            `${(durationMs / 1000).toFixed(1)} s`,
          ]),
      )
      const empty = commit.sources
        .filter(({ entries, unlisted = 0 }) => entries + unlisted === 0)
        .map(({ name }) => plain(name))
      if (empty.length > 0) yield `\nNo entries from ${empty.join(', ')}.\n`
      yield section(
        'May hold a secret',
        ['Path', 'Line', 'Rule'],
        commit.findings?.listed ?? [],
        ({ path, line, rule }) => [path, String(line), rule],
      )
      yield section(
        'Changed while the capture ran',
        ['Path', 'Change'],
        commit.during ?? [],
        ({ path, change }) => [path, change],
      )
      yield section(
        'Not read again',
        ['Source', 'What', 'Unchanged objects'],
        commit.notLookedAt ?? [],
        ({ source, what, objects }) => [source, what, formatCount(objects)],
      )
      yield gapSections(commit.problems, items, commit.notCovered)
    },
  }
}

function introduction({ time, account, regions, complete, counts, bytes: size, problems }: Commit): string {
  const when = `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`
  const where = account === null ? '' : ` from account ${plain(account)} (${plain(regions.join(', '))})`
  const whole = complete ? 'whole' : `**incomplete: ${formatCountOf(problems.length, 'problem')}**`
  return `Captured ${when}${where}: ${formatCountOf(counts.entries, 'entry', 'entries')}, ${bytes(size)}, ${whole}.`
}

function changesOf({ counts: { added, modified, removed, unchanged, unknown } }: Commit): string {
  const counts = { added, modified, removed, unchanged, ...(unknown === undefined ? {} : { unknown }) }
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
  readonly kinds: Map<string, { readonly noun: Noun; readonly things: Set<string> }>
  /** What could not be listed. */
  readonly unknown: Set<string>
}

function contents(items: readonly Item[], layout: Layout, fileAt: (index: number) => string): string[][] {
  const folders = new Map<string, Folder>()
  items.forEach(({ path, type, size, reason }, i) => {
    const [name = '', second = ''] = path.split('/')
    const folder = folders.get(name) ?? {
      file: undefined,
      entries: 0,
      size: 0,
      kinds: new Map<string, { readonly noun: Noun; readonly things: Set<string> }>(),
      unknown: new Set<string>(),
    }
    folders.set(name, folder)
    // Of buckets, projects and named folders the names themselves are what there is, also of those that are unknown.
    const named = layout.namesIn(name)
    if (type === 'unknown') {
      const place = second === '' || named !== undefined ? '' : layout.kindAt(path)?.many
      if (named !== undefined && second !== '') addThing(folder, { path: second, noun: named })
      if (place !== undefined) folder.unknown.add(place === '' && second !== '' ? second : place)
      return
    }
    folder.entries++
    addThing(folder, named === undefined ? layout.thingOf(path) : { path: second, noun: named })
    if (reason === undefined) {
      folder.file ??= fileAt(i)
      folder.size += size
    }
  })
  return [...folders].map(([name, folder]) => [
    folder.file === undefined
      ? plain(`${name}/`)
      : link(`${name}/`, folder.file.slice(0, folder.file.indexOf('/') + 1)),
    holdsText(folder),
    formatCount(folder.entries),
    bytes(folder.size),
  ])
}

function addThing({ kinds }: Folder, { path, noun }: Thing): void {
  const known = kinds.get(noun.one) ?? { noun, things: new Set<string>() }
  known.things.add(path)
  kinds.set(noun.one, known)
}

/** `3 instances, 1 static ip; unknown: databases, disks`. */
function holdsText({ kinds, unknown }: Folder): string {
  const known = [...kinds.values()].map(({ noun: { one, many }, things }) =>
    plain(formatCountOf(things.size, one, many)),
  )
  const places = [...unknown].filter((place) => place !== '')
  const rest = places.length > 0 ? `unknown: ${places.map(plain).join(', ')}` : 'unknown'
  return [known.join(', '), unknown.size > 0 ? rest : ''].filter((text) => text !== '').join('; ')
}

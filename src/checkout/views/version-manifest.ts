import { labelOf, type Version } from '../../versions/version.ts'
import type { Item } from '../../versions/inventory.ts'
import { gapSections } from './gaps.ts'
import { link, plain, table } from './markdown.ts'
import { formatCount } from '../../model/format-count.ts'
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
      yield table(
        ['Version', plain(labelOf(version))],
        [
          ['Id', version.id],
          ['Parent', commit.parent ?? 'none'],
          ['Message', plain(commit.message)],
          ['Captured', commit.time],
          ['Account', plain(commit.account ?? 'none')],
          ['Regions', plain(commit.regions.join(', '))],
          ['Tool', plain(commit.tool)],
          ['Whole', commit.complete ? 'yes' : 'no, see Problems'],
          ['Content', `${formatCount(commit.counts.entries)} entries, ${bytes(commit.bytes)}`],
        ],
      )
      yield '\n## Contents\n\n'
      yield table(['Folder', 'Entries', 'Bytes'], contents(items, fileAt))
      yield '\n## Sources\n\n'
      yield table(
        ['Source', 'Entries', 'Bytes', 'Requests', 'Took'],
        commit.sources.map(({ name, entries, bytes: size, requests, durationMs }) => [
          plain(name),
          formatCount(entries),
          bytes(size),
          requests === undefined ? '' : formatCount(requests),
          `${(durationMs / 1000).toFixed(1)} s`,
        ]),
      )
      yield gapSections(
        commit.problems,
        items.filter((item) => item.reason !== undefined),
        commit.notCovered,
      )
    },
  }
}

function contents(items: readonly Item[], fileAt: (index: number) => string): string[][] {
  const folders = new Map<string, { file: string | undefined; entries: number; size: number }>()
  items.forEach(({ path, size, reason }, i) => {
    const name = path.slice(0, path.indexOf('/') + 1)
    const folder = folders.get(name) ?? { file: undefined, entries: 0, size: 0 }
    folders.set(name, folder)
    folder.entries++
    if (reason === undefined) {
      folder.file ??= fileAt(i)
      folder.size += size
    }
  })
  return [...folders].map(([name, { file, entries, size }]) => [
    file === undefined ? plain(name) : link(name, file.slice(0, file.indexOf('/') + 1)),
    formatCount(entries),
    bytes(size),
  ])
}

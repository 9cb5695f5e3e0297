import { parseEntry } from '../model/entry.ts'
import type { Digest } from '../model/digest.ts'
import { comparePaths } from '../model/paths.ts'
import type { Store } from '../store/store.ts'
import { entries } from '../store/tree.ts'
import { Selection } from './selection.ts'
import { dryCapture, type DryCaptureOptions } from './dry-capture.ts'

/** What holds contents and no documents: they are not asked for a second time. */
const CONTENTS = ['s3-buckets']

/**
 * The paths of documents that are not as a version has them when the account is asked again: somebody changed them, or
 * they are volatile. What is unknown one of the times is left out.
 */
export async function movedDocuments(
  store: Store,
  tree: Digest,
  options: Omit<DryCaptureOptions, 'selection'> & {
    readonly only: readonly string[]
    readonly skip: readonly string[]
  },
): Promise<string[]> {
  const selection = new Selection(options.only, [...options.skip, ...CONTENTS], options.sources)
  const { found, unknown } = await dryCapture({ ...options, selection })
  const documents = new Map([...found].filter(([, digest]) => digest !== null))
  const moved: string[] = []
  for (const line of entries(store, tree)) {
    const { path, type, sha256 } = parseEntry(line)
    const isDocument = type === 'config' || documents.has(path)
    const isUnknown = sha256 === null || unknown.some((place) => path.startsWith(place))
    if (isDocument && !isUnknown && selection.includes(path) && documents.get(path) !== sha256)
      moved.push(path)
    documents.delete(path)
  }
  return [...moved, ...documents.keys()].sort(comparePaths)
}

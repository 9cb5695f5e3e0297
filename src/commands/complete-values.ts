import { openStore } from '../flags/locate-store.ts'
import { namesInFolder, profileNames, regionNames, sourceNames, tags, type Store } from '../index.ts'
import type { CommonOptions, Context } from '../terminal/context.ts'

/** What a word of a command line can be, where that is not in the flags. */
export type ValueKind = 'versions' | 'places' | 'paths' | 'sources' | 'profiles' | 'regions'

/** More than anybody reads, and little enough to be quick. */
const MOST = 500
const MOST_MS = 250

/** The values of a kind that a word may go on to be; `version` is that whose paths are meant. */
export async function completeValues(
  kind: ValueKind,
  word: string,
  version: string,
  options: CommonOptions,
  context: Context,
): Promise<string[]> {
  if (kind === 'profiles') return profileNames()
  if (kind === 'regions') return ['all', ...(await regionNames())]
  if (kind === 'sources') {
    const others = word.slice(0, word.lastIndexOf(',') + 1)
    return (await sourceNames()).map((name) => others + name)
  }
  const store = await openStore(options, context)
  try {
    if (kind === 'paths') return pathsFrom(store, version, word, '', context)
    const colon = word.indexOf(':')
    if (kind === 'places' && colon !== -1)
      return pathsFrom(store, word.slice(0, colon), word.slice(colon + 1), word.slice(0, colon + 1), context)
    const names = ['HEAD', '@good', ...tags(store).map(({ name }) => name)]
    return kind === 'versions' ? names : [...names, ...pathsFrom(store, version, word, '', context)]
  } finally {
    store.close()
  }
}

/** The paths of a version that begin as the word does, up to the next slash, with what stands before them. */
function pathsFrom(store: Store, version: string, word: string, before: string, { now }: Context): string[] {
  const folder = word.slice(0, word.lastIndexOf('/') + 1)
  const end = now() + MOST_MS
  const found: string[] = []
  for (const name of namesInFolder(store, version === '' ? 'HEAD' : version, folder)) {
    if ((folder + name).startsWith(word)) found.push(before + folder + name)
    if (found.length >= MOST || now() > end) break
  }
  return found
}

import { nameOfText } from '../model/byte-name.ts'
import type { Digest } from '../model/digest.ts'
import type { Item } from '../versions/inventory.ts'
import type { View } from './views/view.ts'

/** An entry whose content becomes a file or a link. */
export interface SelectedFile {
  readonly path: string
  /** Its file name in the target, as `placeInFolder` takes it. */
  readonly name: string
  readonly sha256: Digest
  readonly size: number
  readonly mode: number | undefined
}

/** What a checkout is to put into its target. */
export interface SelectedFiles {
  readonly files: readonly SelectedFile[]
  readonly links: readonly SelectedFile[]
  readonly folders: readonly {
    readonly path: string
    readonly name: string
    readonly mode: number | undefined
  }[]
  readonly views: readonly { readonly view: View; readonly name: string }[]
  /** Entries that have no file, and why. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[]
}

/**
 * Sorts the entries and views that are wanted by what they become. `names` has the items' file names and then the views';
 * `isRaw` says which of them stand for bytes.
 */
export function select(
  items: readonly Item[],
  views: readonly View[],
  names: readonly string[],
  isRaw: (index: number) => boolean,
  wanted: ((path: string) => boolean) | undefined,
): SelectedFiles {
  const nameAt = (index: number) => {
    const name = names[index] as string // there is one for each item and view
    return isRaw(index) ? name : nameOfText(name)
  }
  const selection = {
    files: [] as SelectedFile[],
    links: [] as SelectedFile[],
    folders: [] as { path: string; name: string; mode: number | undefined }[],
    views: [] as { view: View; name: string }[],
    skipped: [] as { path: string; reason: string }[],
  }
  items.forEach(({ path, type, sha256, size, mode, reason }, i) => {
    if (wanted?.(path) === false) return
    const name = nameAt(i)
    if (type === 'directory') selection.folders.push({ path, name, mode })
    else if (sha256 === null) selection.skipped.push({ path, reason: reason ?? 'it has no content' })
    else (type === 'symlink' ? selection.links : selection.files).push({ path, name, sha256, size, mode })
  })
  views.forEach((view, i) => {
    if (wanted === undefined || view.belongs(wanted)) {
      selection.views.push({ view, name: nameAt(items.length + i) })
    }
  })
  return selection
}

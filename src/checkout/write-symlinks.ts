import { readEntry, type ContentReader } from '../store/entry-content.ts'
import { lstatSync, readlinkSync, symlinkSync } from 'node:fs'
import { placeInFolder } from '../model/byte-name.ts'
import { digestOf } from '../model/digest.ts'
import { cannotWrite } from '../runtime/disk-fault.ts'
import { codeOf, isCorrupt, JsnapError } from '../runtime/errors.ts'
import type { SelectedFile } from './selection.ts'
import type { Tally } from './tally.ts'
import type { TargetFolder } from './target-folder.ts'
import { replaceSymlink } from './write-file.ts'

/** Puts links in place; those that are there already are left alone. Damaged content is noted. Returns those that now are there. */
export function writeSymlinks(
  store: ContentReader,
  links: readonly SelectedFile[],
  target: TargetFolder,
  tally: Tally,
): SelectedFile[] {
  return links.filter((link) => {
    const { path, name, size } = link
    const place = placeInFolder(target.path, name)
    try {
      tally.add(writeSymlink(place, readEntry(store, link)), size)
      return true
    } catch (error) {
      if (isCorrupt(error)) tally.damaged.push({ path, message: error.message })
      else if (codeOf(error) === 'ENAMETOOLONG') tally.tooLong(path)
      else if (error instanceof JsnapError) throw error
      else throw cannotWrite(`the link ${target.path}/${name}`, error)
      return false
    }
  })
}

/** @throws JsnapError VerifyFailed when a link does not lead where it must */
export function verifySymlinks(links: readonly SelectedFile[], target: TargetFolder): void {
  for (const { name, sha256 } of links) {
    const place = placeInFolder(target.path, name)
    const link = lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() === true
    if (link && digestOf(readlinkSync(place, 'buffer')) === sha256) continue
    throw new JsnapError(
      'VerifyFailed',
      `written symbolic link differs from the version: ${target.path}/${name}`,
    )
  }
}

/** Returns false for a link that is there already. */
function writeSymlink(place: string | Buffer, to: Buffer): boolean {
  const stats = lstatSync(place, { throwIfNoEntry: false })
  if (stats === undefined) symlinkSync(to, place)
  else if (stats.isSymbolicLink() && readlinkSync(place, 'buffer').equals(to)) return false
  else replaceSymlink(place, to)
  return true
}

import { constants } from 'node:fs'
import { codeOf } from '../runtime/errors.ts'
import { copyFileSync } from './disk.ts'

/** Keeps a copy of a damaged file that is going to be replaced, under a name that is free; returns that. */
export function keepAside(file: string): string {
  for (let n = 1; ; n++) {
    const aside = `${file}.damaged-${n}`
    try {
      copyFileSync(file, aside, constants.COPYFILE_EXCL)
      return aside
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    }
  }
}

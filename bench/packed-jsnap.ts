import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { makeBundle } from '../scripts/bundle.ts'

/** Beside the runs, which are removed after each case. */
const FOLDER = join(import.meta.dirname, '.work', 'jsnap')

/** Bundles jsnap as it is published, for that is what users run; returns its launcher. */
export async function packedJsnap(): Promise<string> {
  await makeBundle(join(FOLDER, 'dist'))
  cpSync(join(import.meta.dirname, '..', 'bin'), join(FOLDER, 'bin'), { recursive: true })
  return join(FOLDER, 'bin', 'jsnap.js')
}

import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { makeBundle } from '../scripts/bundle.ts'
import { emptyFolder } from './work-folder.ts'

/** Bundles jsnap as it is published, for that is what users run; returns its launcher. */
export async function packedJsnap(): Promise<string> {
  const folder = emptyFolder('jsnap')
  await makeBundle(join(folder, 'dist'))
  cpSync(join(import.meta.dirname, '..', 'bin'), join(folder, 'bin'), { recursive: true })
  return join(folder, 'bin', 'jsnap.js')
}

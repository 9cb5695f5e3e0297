import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { SharedFlags } from '../commands/shared-flags.ts'
import { JsnapError } from '../runtime/errors.ts'

/** The folder that a command runs in. @throws JsnapError Usage when it does not exist */
export function workingFolder({ C }: SharedFlags, cwd: string): string {
  if (C === undefined) return cwd
  const folder = resolve(join(cwd, ''), C)
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new JsnapError('Usage', `-C '${C}': no such folder`)
  return folder
}

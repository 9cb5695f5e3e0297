import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { DONE } from '../terminal/exit-code.ts'
import { printable } from '../terminal/printable.ts'
import { loadConfigIn } from '../flags/locate-config.ts'
import { JsnapError } from '../index.ts'
import type { Context, Run } from '../terminal/context.ts'
import { outwardMembers } from '../flags/outward-config.ts'
import { distrustFolder, trustedFolders, trustFolder } from '../flags/trusted-folders.ts'
import type { TrustOptions } from './trust.flags.ts'

/** Says that the configuration in a folder is the user's own, and may reach outside of it. */
export const run: Run<TrustOptions> = async (options, context) => {
  const { io, cwd, user } = context
  if (options.list === true) {
    const folders = trustedFolders(user)
    if (options.json === true) io.json({ folders })
    else for (const folder of folders) io.line(printable(folder))
    return DONE
  }
  const folder = resolve(cwd, options.dir ?? '.')
  if (options.remove === true) {
    const removed = distrustFolder(folder, user)
    if (options.json === true) io.json({ folder, removed })
    else
      io.line(removed ? `${printable(folder)} is no longer trusted` : `${printable(folder)} was not trusted`)
    return DONE
  }
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new JsnapError('Usage', `'${options.dir ?? folder}' is not a folder`, {
      hint: 'name the folder that contains the configuration',
    })
  const reaches = await outwardOf(folder, context)
  if (!trustFolder(folder, user)) {
    throw new JsnapError('Write', 'there is no folder to keep the list of trusted folders in', {
      hint: 'set XDG_STATE_HOME or HOME to a folder that is yours alone, or name the configuration with --config FILE',
    })
  }
  if (options.json === true) io.json({ folder, reaches })
  else {
    io.line(`${printable(folder)} is trusted`)
    for (const member of reaches) io.line(`  ${printable(member)}`)
  }
  return DONE
}

/** What the configuration there reaches now. @throws JsnapError Untrusted when it is not the user's */
async function outwardOf(folder: string, context: Context): Promise<string[]> {
  const { config } = await loadConfigIn(folder, context)
  return outwardMembers(config, folder)
}

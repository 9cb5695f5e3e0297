import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { JsnapError } from '../runtime/errors.ts'
import { STORE_FOLDER } from '../store/store-folder.ts'
import type { LoadedConfig } from './locate-config.ts'
import type { Context } from '../terminal/context.ts'
import { outwardMembers } from './outward-config.ts'
import { isInRepository, isTrustedFolder, trustFolder } from './trusted-folders.ts'

const SHOWN = 3

/**
 * Refuses a configuration that reaches outside of its folder and that nobody has said to be the user's: a copied or
 * cloned folder is the user's by owner, and still a stranger's by content. `makesStore` says that the command is about to
 * make the first store of the folder, which is as good as saying so where nothing came with a repository.
 * @throws JsnapError Untrusted
 */
export function checkConfigTrust(loaded: LoadedConfig, makesStore: boolean, { user }: Context): void {
  const { config, file, folder, isNamed } = loaded
  if (file === undefined || isNamed) return
  const outward = outwardMembers(config, folder)
  if (outward.length === 0 || isTrustedFolder(folder, user)) return
  if (makesStore && isOwnGround(folder)) return
  const more = outward.length > SHOWN ? `, and ${outward.length - SHOWN} more` : ''
  throw new JsnapError(
    'Untrusted',
    `${file} reaches outside its folder (${outward.slice(0, SHOWN).join(', ')}${more}), and is not trusted`,
    {
      hint: `review it; then 'jsnap trust ${folder}' trusts the folder, or '--config ${file}' the file for one command`,
    },
  )
}

/** Puts the folder of a store that was just made on the list of the user's own, unless it belongs to a repository. */
export function trustNewStore(folder: string, { user }: Context): void {
  if (!isInRepository(folder)) trustFolder(folder, user)
}

/** Nobody else has put a store or a repository here. */
function isOwnGround(folder: string): boolean {
  return !existsSync(join(folder, STORE_FOLDER)) && !isInRepository(folder)
}

import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import { placeInFolder, textOfName } from '../model/byte-name.ts'
import { cannotWrite } from '../runtime/disk-fault.ts'
import { codeOf, JsnapError } from '../runtime/errors.ts'
import { isInside, realPath } from '../store/real-path.ts'
import { isTemporary, temporaryName } from './write-file.ts'

/** The folder that a checkout goes into. Nothing is made outside it: no link in it is ever followed. */
export class TargetFolder {
  /** Absolute and without links. */
  readonly path: string
  /** It was empty, so nothing can stand where something belongs. */
  readonly fresh: boolean
  readonly #made = new Map<string, boolean>([['', true]])

  private constructor(path: string, fresh: boolean) {
    this.path = path
    this.fresh = fresh
  }

  /** Makes the folder when it is not there. @throws JsnapError TargetNotEmpty, Usage */
  static open(target: string, storeDir: string, force: boolean): TargetFolder {
    const path = realPath(resolve(target))
    const store = realPath(resolve(storeDir))
    if (isInside(path, store) || isInside(store, path)) {
      throw new JsnapError(
        'Usage',
        `the target '${target}' must not contain the store '${storeDir}' or lie inside it`,
        {
          hint: 'name a folder that is neither inside the store nor above it',
        },
      )
    }
    const isThere = existsSync(path)
    if (isThere && !statSync(path).isDirectory()) {
      throw new JsnapError('Usage', `the target '${target}' is not a folder`)
    }
    const fresh = isThere ? readdirSync(path).length === 0 : makeTarget(path)
    if (!fresh && !force) {
      throw new JsnapError('TargetNotEmpty', `the target '${target}' is not empty`, {
        hint: "use '--force' to write into it: files that differ are replaced, all others are kept",
      })
    }
    if (!fresh) removeTemporaries(path, '')
    return new TargetFolder(path, fresh)
  }

  /** Makes a folder and those above it. Returns false when the system cannot have a name as long. */
  makeFolder(name: string): boolean {
    const known = this.#made.get(name)
    if (known !== undefined) return known
    const made = this.makeFolder(name.slice(0, Math.max(0, name.lastIndexOf('/')))) && this.#make(name)
    this.#made.set(name, made)
    return made
  }

  /** Gives a folder that was made its permissions. */
  setMode(name: string, mode: number): void {
    chmodSync(placeInFolder(this.path, name), mode)
  }

  /** Says whether its file system can have names that are not UTF-8: Linux can, macOS refuses them, Windows writes others. */
  holdsRawNames(): boolean {
    const folder = `${this.path}/${temporaryName()}`
    const name = '\ufffde9'
    mkdirSync(folder)
    try {
      writeFileSync(placeInFolder(folder, name), '')
      return readdirSync(folder, { encoding: 'buffer' }).some((one) => textOfName(one) === name)
    } catch {
      return false
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  #make(name: string): boolean {
    const path = placeInFolder(this.path, name)
    try {
      if (!this.fresh) {
        const stats = lstatSync(path, { throwIfNoEntry: false })
        if (stats?.isDirectory() === true) {
          removeTemporaries(this.path, name)
          return true
        }
      }
      mkdirSync(path)
      return true
    } catch (error) {
      if (codeOf(error) === 'ENAMETOOLONG') return false
      throw cannotWrite(`the folder ${this.path}/${name}`, error)
    }
  }
}

const HINT = 'name an existing folder, or a new one'

/** Makes the target and what is missing above it. (mkdir's own `recursive` never returns where a link leads nowhere.) */
function makeTarget(path: string): true {
  if (!existsSync(dirname(path))) makeTarget(dirname(path))
  try {
    mkdirSync(path)
    return true
  } catch (error) {
    const isInTheWay = codeOf(error) === 'EEXIST' && lstatSync(path).isSymbolicLink()
    if (isInTheWay) throw new JsnapError('Usage', `${path} is a dangling symbolic link`, { hint: HINT })
    if (codeOf(error) === 'ENOTDIR')
      throw new JsnapError('Usage', `${dirname(path)} is not a folder`, { hint: HINT })
    throw cannotWrite(`the folder ${path}`, error)
  }
}

/** Removes what a killed checkout has left in a folder. */
function removeTemporaries(target: string, folder: string): void {
  for (const name of readdirSync(placeInFolder(target, folder))) {
    if (isTemporary(name))
      rmSync(placeInFolder(target, `${folder}/${name}`), { recursive: true, force: true })
  }
}

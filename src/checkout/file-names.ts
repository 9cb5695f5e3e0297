import { bytesOfName } from '../model/byte-name.ts'
import { JsnapError } from '../runtime/errors.ts'
import { comparePaths } from '../model/paths.ts'
import { componentsOf, markFile, markTwin, rawComponent, utf8Length } from './file-name-component.ts'

/**
 * The file names of a version's paths, in the same order: relative, joined by `/`, the same on every system, and no two
 * of them the same file on any. They depend on the set of paths alone, so it must be the whole version's.
 * `decodeFileName` gives a path back. Those of raw names, which `isRaw` tells by their index, are to be written as the
 * bytes they stand for.
 */
export function fileNames(
  paths: readonly string[],
  isRaw: (index: number) => boolean = () => false,
): string[] {
  const root = new Folder('')
  const folders: Folder[] = []
  const files: string[] = []
  let parent = ''
  let folder = root
  for (const [index, path] of paths.entries()) {
    const lengthOf = isRaw(index) ? rawLength : utf8Length
    const border = path.lastIndexOf('/') + 1
    // Paths come sorted, so most are in the folder of the one before.
    if (border !== parent.length || !path.startsWith(parent)) {
      parent = path.slice(0, border)
      folder = root
      if (border > 0)
        for (const segment of path.slice(0, border - 1).split('/'))
          folder = enter(folder, componentsOf(segment, lengthOf))
    }
    const components = componentsOf(path.slice(border), lengthOf)
    const inner = components.length === 1 ? folder : enter(folder, components.slice(0, -1))
    const file = components.at(-1) as string // there is always one
    inner.add(file)
    folders.push(inner)
    files.push(file)
  }
  root.name('')
  const names = folders.map((inner, i) => inner.fileName(files[i] as string)) // the arrays are equally long
  assertDistinct(names, paths)
  return names
}

function rawLength(text: string): number {
  return bytesOfName(text).length
}

function enter(folder: Folder, components: readonly string[]): Folder {
  return components.reduce((inner, component) => inner.child(component), folder)
}

/** A folder of the checkout while it is being named. */
class Folder {
  readonly #component: string
  readonly #folders = new Map<string, Folder>()
  /** The component of each folded form, or all of them where several fold to the same. */
  readonly #folded = new Map<string, string | string[]>()
  /** What other components than themselves are called. */
  readonly #twins = new Map<string, string>()
  #prefix = ''

  constructor(component: string) {
    this.#component = component
  }

  /** The folder of this name in this one. */
  child(component: string): Folder {
    const known = this.#folders.get(component)
    if (known !== undefined) return known
    this.add(component)
    const folder = new Folder(component)
    this.#folders.set(component, folder)
    return folder
  }

  /** Notes that a file or a folder of this name is here. */
  add(component: string): void {
    const key = fold(component)
    const other = this.#folded.get(key)
    if (other === undefined) this.#folded.set(key, component)
    else if (typeof other === 'string') {
      if (other !== component) this.#folded.set(key, [other, component])
    } else if (!other.includes(component)) other.push(component)
  }

  /** Settles the names in this folder and below it. */
  name(above: string): void {
    this.#prefix = above
    for (const group of this.#folded.values()) {
      if (typeof group === 'string') continue
      group.sort((a, b) => comparePaths(rawComponent(a), rawComponent(b)))
      for (const twin of group.slice(1)) this.#twins.set(twin, markTwin(twin))
    }
    for (const folder of this.#folders.values()) {
      folder.name(`${above}${this.#nameOf(folder.#component)}/`)
    }
  }

  /** The name of a file in this folder. */
  fileName(component: string): string {
    const name = this.#nameOf(component)
    return this.#prefix + (this.#folders.has(component) ? markFile(name) : name)
  }

  #nameOf(component: string): string {
    return this.#twins.get(component) ?? component
  }
}

const FOLDS_TO_ITSELF = /^[\x00-\x40\x5b-\x7f]*$/
const ASCII = /^[\x00-\x7f]*$/
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu

/**
 * Equal for names that any of the usual file systems takes for one: canonical normalisation, full case folding, and the
 * invisible characters that HFS+ and ext4 pass over. Going to lower, upper and lower case brings together what one
 * mapping keeps apart (`ẞ`, `ß` and `ss`; `ſ` and `s`).
 */
function fold(name: string): string {
  if (FOLDS_TO_ITSELF.test(name)) return name
  if (ASCII.test(name)) return name.toLowerCase()
  const base = name.normalize('NFD').replace(IGNORABLE, '')
  return base.toLowerCase().toUpperCase().normalize('NFD').toLowerCase()
}

/** Only a collision of hashes, or a path given twice, can make two names the same; one file must not take another's place then. */
function assertDistinct(names: readonly string[], paths: readonly string[]): void {
  if (new Set(names).size === names.length) return
  const seen = new Map<string, number>()
  names.forEach((name, i) => {
    const other = seen.get(name)
    if (other !== undefined) {
      throw new JsnapError(
        'Write',
        `two paths have the file name '${name}': '${paths[other]}' and '${paths[i]}'`,
      )
    }
    seen.set(name, i)
  })
}

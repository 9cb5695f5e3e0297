import { kindPath } from '../model/kind-path.ts'
import type { DeclaredSource } from './declaration/declaration.ts'
import { documentLists, type DocumentLists, type Lists } from './declaration/lists.ts'
import { EVERYWHERE } from './declaration/rules.ts'
import { madeOfEach, registeredAt, registeredBelow, type Registered } from './registry.ts'

/** The lists of the document that a service, or another source, makes at a path. */
export type ListsAt = (path: string) => DocumentLists

/** Loads the declarations of those that make what is at these paths. */
export function loadLists(paths: readonly string[]): Promise<ListsAt> {
  return listsOf(new Set(paths.map(registeredAt).filter((registered) => registered !== undefined)))
}

/** Loads the declarations of those that make what is at paths which begin so. */
export function loadListsBelow(prefix: string): Promise<ListsAt> {
  return listsOf(registeredBelow(prefix))
}

const loadKinds = madeOfEach(kindsIn)

async function listsOf(all: Iterable<Registered>): Promise<ListsAt> {
  const loaded = await loadKinds(all)
  return (path) => {
    const registered = registeredAt(path)
    if (registered === undefined) return UNDECLARED
    const kinds = loaded.get(registered)
    if (kinds === undefined) throw new Error(`the declaration of ${path} was not loaded`)
    return kinds.find(({ path: pattern }) => pattern.test(path))?.lists ?? UNDECLARED
  }
}

const UNDECLARED = documentLists(EVERYWHERE.lists ?? {})

interface KindLists {
  readonly path: RegExp
  readonly lists: DocumentLists
}

function kindsIn({ resources }: DeclaredSource): KindLists[] {
  const kindOf = ({ path, lists = {} }: { readonly path: string; readonly lists?: Lists }): KindLists => ({
    path: kindPath(path),
    lists: documentLists(EVERYWHERE.lists ?? {}, lists),
  })
  return resources.flatMap(({ beside, ...kind }) =>
    (beside === undefined ? [kind] : [kind, beside]).map(kindOf),
  )
}

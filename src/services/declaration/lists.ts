import { actionsHere, enter, placePattern, type PlacePattern } from '../../model/place-pattern.ts'

/** What identifies the items of a list: capture sorts by it, and comparisons match and name by it. */
export interface ListIdentity {
  /**
   * The members that identify an item, joined by spaces, none where its value does; of several such, the first that tells
   * the items of both lists apart.
   */
  readonly by: string | readonly string[]
  /** What a person calls an item: as the list when not given, and nothing at all when empty. */
  readonly noun?: string
  /** Another order is a change: capture leaves the list as it is. */
  readonly ordered?: true
  /** The members that capture sorts by, where they are others than those that identify. */
  readonly sortedBy?: string
  /** The order has no meaning, and the service always answers the same: capture leaves the list as it is. */
  readonly unsorted?: true
}

/** The lists of a kind of document, by place: what identifies their items, where that is all, as text. */
export type Lists = Readonly<Record<string, string | ListIdentity>>

/** The order counts, and nothing but its value identifies an item. */
export const ORDERED: ListIdentity = { by: '', ordered: true }

/** Lists whose order has no meaning and that capture leaves as the service answers them. */
export function unsorted(lists: Lists): Lists {
  const entries = Object.entries(lists).map(([place, list]) => [
    place,
    { ...identityOf(list), unsorted: true },
  ])
  return Object.fromEntries(entries) as Lists
}

/** The members that capture sorts by, joined by spaces, for each place whose list it sorts. */
export function sortOrders(lists: Lists): Record<string, string> {
  const orders = Object.entries(lists).flatMap(([place, list]): [string, string][] => {
    const { by, ordered, sortedBy, unsorted } = identityOf(list)
    if (ordered === true || unsorted === true) return []
    const members = [by].flat().flatMap((alternative) => alternative.split(' '))
    return [[place, sortedBy ?? [...new Set(members)].join(' ')]]
  })
  return Object.fromEntries(orders)
}

/** Finds what identifies the items of a list by the names that lead to it in a document; undefined when nobody has said. */
export type DocumentLists = (names: readonly string[]) => ListIdentity | undefined

/** The lists of one document; where several places match a list, the first of them counts, as in capture. */
export function documentLists(...all: readonly Lists[]): DocumentLists {
  const patterns = all
    .flatMap((lists) => Object.entries(lists))
    .map(([place, list]) => placePattern(place, identityOf(list)))
  // A large document has the same names over and over.
  const root = new PlaceNode(patterns)
  return (names) => names.reduce((place, name) => place.member(name), root).identity
}

class PlaceNode {
  readonly identity: ListIdentity | undefined
  readonly #patterns: readonly PlacePattern<ListIdentity>[]
  readonly #members = new Map<string, PlaceNode>()

  constructor(patterns: readonly PlacePattern<ListIdentity>[]) {
    this.identity = actionsHere(patterns)[0]
    this.#patterns = patterns
  }

  member(name: string): PlaceNode {
    let member = this.#members.get(name)
    if (member === undefined) {
      member = new PlaceNode(enter(this.#patterns, name))
      this.#members.set(name, member)
    }
    return member
  }
}

function identityOf(list: string | ListIdentity): ListIdentity {
  return typeof list === 'string' ? { by: list } : list
}

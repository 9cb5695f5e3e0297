import { textAt } from '../../model/json-place.ts'
import type { Account, Resource, Service } from '../../services/declaration/declaration.ts'
import { AwsError } from './aws-error.ts'
import type { IamReferences } from './iam-references.ts'
import { isHere, kindPlaces } from './kind-places.ts'
import { UNKNOWN_ACCOUNT } from './not-offered.ts'
import type { ListedItem, Reader } from './reader.ts'
import type { RegionGaps } from './region-gaps.ts'
import { whereIn, type CaptureScope, type RegionScope } from './region-scope.ts'
import { namePaths } from './resource-path.ts'

/** What a service lists in one region. */
export class RegionLists {
  readonly #service: Service
  readonly #references: IamReferences
  readonly #scope: RegionScope
  readonly #capture: CaptureScope
  readonly #reader: Reader
  readonly #gaps: RegionGaps
  readonly #lists = new Map<Resource, Promise<ListedItem[]>>()
  readonly #listed = new Set<Resource>()

  constructor(
    service: Service,
    references: IamReferences,
    scope: RegionScope,
    capture: CaptureScope,
    reader: Reader,
    gaps: RegionGaps,
  ) {
    this.#service = service
    this.#references = references
    this.#scope = scope
    this.#capture = capture
    this.#reader = reader
    this.#gaps = gaps
  }

  /** Says whether a list of a resource could be read here. */
  has(resource: Resource): boolean {
    return this.#listed.has(resource)
  }

  /** The items of a resource that count, each with those it belongs to. Listed once, whoever needs them. */
  of(resource: Resource): Promise<ListedItem[]> {
    let listed = this.#lists.get(resource)
    if (listed === undefined) {
      listed = this.#listTwice(resource).then((things) =>
        things.filter((thing) => this.#isUsed(resource, thing)),
      )
      this.#lists.set(resource, listed)
    }
    return listed
  }

  /** The items of a resource that has a list of its own, as they are now. @throws AwsError */
  async now(resource: Resource): Promise<ListedItem[]> {
    const listed = await this.#reader.list(resource.list, this.#accountOf(resource))
    return this.#counted(resource, listed).filter((thing) => this.#isUsed(resource, thing))
  }

  /** What has vanished all at once is looked at again before it is believed. */
  async #listTwice(resource: Resource): Promise<ListedItem[]> {
    const listed = await this.#listNow(resource)
    if (listed.length > 0) return listed
    const { sink } = this.#capture
    const places = kindPlaces(resource, this.#scope.suffix)
    const gone = places.findIndex(({ place, pattern }) =>
      sink.had(place, (path) => isHere(pattern, path, this.#scope)),
    )
    if (gone === -1 && !places.some(({ place }) => sink.wasUnknown(place))) return listed
    const again = await this.#listNow(resource)
    if (again.length === 0 && gone !== -1) {
      const place = kindPlaces(resource, '')[gone]?.place ?? ''
      sink.note(
        `${place}${whereIn(this.#scope)}: everything that was there is gone; a second request confirmed it`,
      )
    }
    return again
  }

  async #listNow(resource: Resource): Promise<ListedItem[]> {
    const { list, of } = resource
    const owners = of === undefined ? [] : await this.of(of)
    const lists =
      of === undefined
        ? [await this.#reader.list(list, this.#accountOf(resource))]
        : await Promise.all(owners.map((owner) => this.#listOf(resource, owner)))
    if (of === undefined) this.#listed.add(resource)
    return this.#counted(resource, lists.flat())
  }

  /** What counts of a list. */
  #counted(resource: Resource, listed: readonly ListedItem[]): ListedItem[] {
    return listed
      .map((thing) => this.#named(resource, thing))
      .filter(
        ({ item, parents, error }) => error !== undefined || (resource.filter?.(item, ...parents) ?? true),
      )
  }

  /** The account as what is around a resource whose calls name it. @throws AwsError */
  #accountOf({ inAccount, list }: Resource): Account[] {
    if (inAccount !== true) return []
    const { account } = this.#capture
    if (account !== undefined) return [account]
    const { api = this.#service.api, operation } = list
    throw new AwsError(`${api.id}:${operation}`, 0, UNKNOWN_ACCOUNT, 'the account is unknown')
  }

  /** What nothing names any more has not vanished: that is not for the account to say, and may be for lack of an answer. */
  #isUsed({ onlyUsed }: Resource, { item, error }: ListedItem): boolean {
    return onlyUsed === undefined || error !== undefined || this.#references.has(textAt(onlyUsed, item))
  }

  /** An item that can be identified by what it says; of a malformed one nothing is known. */
  #named(resource: Resource, thing: ListedItem): ListedItem {
    if (thing.error !== undefined) return thing
    try {
      resource.filter?.(thing.item, ...thing.parents)
      namePaths(resource, [thing], '')
      return thing
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      const { api = this.#service.api, operation } = resource.list
      const message = 'it lists an item without the expected members'
      return { ...thing, error: new AwsError(`${api.id}:${operation}`, 200, 'OddItem', message) }
    }
  }

  /** What belongs to one item; when that is unknown, the others still count. */
  async #listOf(resource: Resource, { item, parents }: ListedItem): Promise<ListedItem[]> {
    try {
      const listed = await this.#reader.list(resource.list, [item, ...parents])
      this.#listed.add(resource)
      return listed
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      this.#gaps.addRefused(resource, error)
      return []
    }
  }
}

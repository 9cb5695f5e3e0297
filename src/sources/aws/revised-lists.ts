import { digestOf } from '../../model/digest.ts'
import type { Moved } from '../../model/moved.ts'
import type { Resource, Service } from '../../services/declaration/declaration.ts'
import type { SecondLook } from '../source.ts'
import { normaliser } from './normal-document.ts'
import type { ListedItem } from './reader.ts'
import { RegionClients } from './region-clients.ts'
import type { RegionGaps } from './region-gaps.ts'
import { RegionLists } from './region-lists.ts'
import type { CaptureScope, RegionScope } from './region-scope.ts'
import { namePaths, type NamedPath } from './resource-path.ts'
import { saidOfItem } from './said-of-item.ts'
import type { ServiceOptions } from './service-options.ts'

/** Lists of more items are not asked again: they are many pages. */
const MOST_ITEMS = 1000
/** A list that fails is not worth waiting for. */
const ATTEMPTS = 2

/**
 * What the lists of a service in one region said of their items when they were asked first: times, revisions, and all of
 * an item that becomes part of its document. Asked again when all sources have ended, they show what has changed meanwhile.
 */
export class RevisedLists {
  readonly #service: Service
  readonly #options: ServiceOptions
  readonly #scope: RegionScope
  readonly #capture: CaptureScope
  readonly #gaps: RegionGaps
  readonly #first = new Map<Resource, Said>()

  constructor(
    service: Service,
    options: ServiceOptions,
    scope: RegionScope,
    capture: CaptureScope,
    gaps: RegionGaps,
  ) {
    this.#service = service
    this.#options = options
    this.#scope = scope
    this.#capture = capture
    this.#gaps = gaps
  }

  /** Takes what a list says. Where it says nothing, or too much, it is not asked again. */
  note(resource: Resource, listed: readonly ListedItem[], paths: readonly NamedPath[]): void {
    // A list for each item that something belongs to would cost as much as the capture.
    if (resource.of !== undefined || listed.length === 0 || listed.length > MOST_ITEMS) return
    try {
      this.#first.set(resource, this.#said(resource, listed, paths))
    } catch {
      // An item that is malformed is reported when it is read.
    }
  }

  /** Asks the lists again. What cannot be asked is left out: then it is not known whether anything has changed. */
  readonly lookAgain: SecondLook = async (signal) => {
    const { session, references } = this.#options
    const { sink } = this.#capture
    const onRequest = (operation: string) => sink.request(operation)
    const caller = { session, onRequest, signal, attempts: ATTEMPTS }
    const clients = new RegionClients(this.#service.api, this.#scope.region, caller)
    const lists = new RegionLists(
      this.#service,
      references,
      this.#scope,
      this.#capture,
      clients.reader,
      this.#gaps,
    )
    const said = async (resource: Resource): Promise<Said> => {
      const listed = await lists.now(resource)
      const odd = listed.find(({ error }) => error !== undefined)
      if (odd?.error !== undefined) throw odd.error
      const paths = namePaths(resource, listed, this.#scope.suffix, this.#scope.regions)
      return this.#said(resource, listed, paths)
    }
    try {
      const looks = await Promise.all(
        [...this.#first].map(async ([resource, first]) => {
          try {
            const second = await said(resource)
            const moved = differences(first, second)
            // What is another one whenever it is asked for says nothing.
            if (moved.length === 0) return []
            const held = differences(first, second, await said(resource))
            // Of what counts where it is used, more is used by now: it may have been there all the time.
            return resource.onlyUsed === undefined ? held : held.filter(({ change }) => change !== 'added')
          } catch {
            // Denied by now, too slow, or not as AWS answers: the version says nothing of these.
            return undefined
          }
        }),
      )
      const answered = looks.filter((moved) => moved !== undefined)
      return { lists: answered.length, moved: answered.flat() }
    } finally {
      await clients.close()
    }
  }

  #said(resource: Resource, listed: readonly ListedItem[], paths: readonly NamedPath[]): Said {
    const normalise = normaliser(resource, (_, value) => ({ $secret: digestOf(value) }))
    const said = new Map<string, ReadonlySet<string>>()
    for (const [i, { item }] of listed.entries()) {
      const place = paths[i]
      if (place === undefined || this.#options.isTaken?.(place.name) === false) continue
      said.set(place.path, saidOfItem(resource, item, normalise))
    }
    return said
  }
}

/** By the path of an item's document, what a list says of it. */
type Said = ReadonlyMap<string, ReadonlySet<string>>

/** What is not as it was before, and is the same when it is asked for once more. */
function differences(before: Said, after: Said, again: Said = after): Moved[] {
  const moved: Moved[] = []
  const paths = new Set([...before.keys(), ...after.keys()])
  for (const path of paths) {
    const [old, now, then] = [before.get(path), after.get(path), again.get(path)]
    if (old === undefined || now === undefined) {
      if ((now === undefined) === (then === undefined))
        moved.push({ path, change: now === undefined ? 'removed' : 'added' })
    } else if ([...now].some((one) => !old.has(one) && then?.has(one) !== false))
      moved.push({ path, change: 'modified' })
  }
  return moved
}

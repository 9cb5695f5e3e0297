import type { Problem } from '../../model/commit.ts'
import { folderOf, pathOf } from '../../model/kind-path.ts'
import { isGlob } from '../../runtime/glob.ts'
import type { Resource, Service } from '../../services/declaration/declaration.ts'
import type { AwsError } from './aws-error.ts'
import { deniedReason, isDenied } from './denied.ts'
import { actionsOf } from './iam-actions.ts'
import { gapsOf, isHere, kindPlaces, unreadPlaces } from './kind-places.ts'
import { isNotOffered, notOfferedIn } from './not-offered.ts'
import { whereIn, type CaptureScope, type RegionScope } from './region-scope.ts'

/** What a version has no information about, of one service in one region, and why. */
export class RegionGaps {
  readonly #service: Service
  readonly #scope: RegionScope
  readonly #capture: CaptureScope
  /** Why lists of a resource were denied. */
  readonly #denied = new Map<Resource, AwsError>()

  constructor(service: Service, scope: RegionScope, capture: CaptureScope) {
    this.#service = service
    this.#scope = scope
    this.#capture = capture
  }

  /** Reports why nothing is known of a resource: its list was refused. */
  addRefused(resource: Resource, error: AwsError): void {
    if (isNotOffered(error))
      for (const { path, except } of gapsOf(resource, this.#scope))
        this.addNotOffered(path, error, undefined, except)
    else if (isDenied(error)) this.#denied.set(resource, this.#denied.get(resource) ?? error)
    else for (const place of unreadPlaces(resource, this.#scope.suffix)) this.addUnknown(place, error)
  }

  /** Says whether a list of a resource was denied here. */
  isDenied(resource: Resource): boolean {
    return this.#denied.has(resource)
  }

  /** The resources of which a list was denied here. */
  get denied(): Iterable<Resource> {
    return this.#denied.keys()
  }

  /** Reports that lists of a resource were denied here; not covered is what is denied wholly and was not expected. */
  reportDenied(resource: Resource, isWholly: boolean): void {
    const error = this.#denied.get(resource)
    if (error === undefined) return
    const { sink } = this.#capture
    const { suffix } = this.#scope
    const isExpected = kindPlaces(resource, suffix).some(({ place, pattern }) =>
      sink.isExpected({
        place,
        sample: pathOf(pattern, `${pattern.includes('*') ? 'x' : ''}${suffix}`),
        has: (path) => isHere(pattern, path, this.#scope),
      }),
    )
    if (!isWholly || isExpected) {
      for (const unknown of unreadPlaces(resource, this.#scope.suffix)) this.addUnknown(unknown, error)
      return
    }
    const denied = {
      source: this.#service.name,
      actions: actionsOf({ ...this.#service, resources: [resource] }),
    }
    const reason = deniedReason(error)
    for (const gap of gapsOf(resource, this.#scope))
      if (sink.wants(folderOf(gap.path)))
        sink.notCovered(
          { ...gap, reason, denied },
          this.#problemOf(isGlob(gap.path) ? folderOf(gap.path) : gap.path, error),
        )
  }

  /** Reports that the region has no call for what would be at a place. */
  addNotOffered(
    path: string,
    error: AwsError,
    region = this.#scope.region,
    except?: readonly string[],
  ): void {
    const { sink, reportedUnknown } = this.#capture
    if (reportedUnknown.has(path) || !sink.wants(folderOf(path))) return
    reportedUnknown.add(path)
    const reason = notOfferedIn(region, error)
    sink.notCovered({ path, reason, ...(except === undefined ? {} : { except }) })
  }

  /** Reports that nothing is known of a place: a folder, or what would be at a path. */
  addUnknown(path: string, error: AwsError): void {
    const { sink, reportedUnknown } = this.#capture
    if (!sink.wants(path)) return
    if (!reportedUnknown.has(path)) {
      reportedUnknown.add(path)
      sink.bare({
        path,
        type: 'unknown',
        size: 0,
        meta: { operation: error.operation, code: error.code },
      })
    }
    this.addProblem(path, error)
  }

  addProblem(path: string, error: AwsError): void {
    this.#capture.sink.problem(this.#problemOf(path, error))
  }

  #problemOf(path: string, { operation, code, message }: AwsError): Problem {
    return { path, operation, code, message: `${message}${whereIn(this.#scope)}` }
  }
}

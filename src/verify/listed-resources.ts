import { formatCountOf } from '../runtime/format-count.ts'
import type { Layout } from '../services/layout.ts'
import { checked, type Check } from './check.ts'
import type { VerifiedVersion } from './verified-version.ts'
import { SCRIPT_PROJECTS } from '../model/scope-folders.ts'

const NAME = 'every listed resource is captured'

/** Looks for what the services listed, service by service. */
export function checkListedResources(subject: VerifiedVersion, layout: Layout): Check[] {
  // What has checks of its own counts there.
  const listed = subject.listing?.filter(
    ({ path, sha256 }) => !path.endsWith('/') && sha256 === undefined && !path.startsWith(SCRIPT_PROJECTS),
  )
  const systems = Map.groupBy(listed ?? [], ({ path }) => layout.serviceOf(path))
  return [...systems].map(([system, resources]) => {
    const failures = resources.flatMap(({ path }) => {
      const item = subject.item(path)
      if (item === undefined) return [{ path, message: 'missing' }]
      return item.sha256 === null ? [{ path, message: `not captured: ${item.reason ?? 'unknown'}` }] : []
    })
    return checked(system, NAME, formatCountOf(resources.length, 'resource'), failures)
  })
}

import type { DeclaredSource, Service } from './declaration/declaration.ts'
import { REGISTRY } from './registry.ts'

/** All that jsnap captures. */
export const SOURCES: readonly (DeclaredSource | Service)[] = await Promise.all(
  REGISTRY.map(({ load }) => load()),
)

/** All services of AWS. */
export const SERVICES: readonly Service[] = SOURCES.filter(isService)

/** The ids that services have in the settings of endpoints, those that name the account and its regions among them. */
export const SERVICE_IDS: readonly string[] = ['sts', 'EC2', ...SERVICES.map(({ api }) => api.sdkId)]

function isService(source: DeclaredSource | Service): source is Service {
  return 'api' in source
}

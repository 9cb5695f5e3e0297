import type { EndpointVariants } from './endpoint-variants.ts'
import type { keysOf } from './sdk-client.ts'

/** What workers need to read content of a service. */
export interface ServiceContext {
  readonly credentials: ReturnType<typeof keysOf>
  readonly endpoint: string | undefined
  readonly variants: EndpointVariants
}

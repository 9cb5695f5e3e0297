import type { Json, JsonObject } from '../../model/canonical-json.ts'

/** Addresses that somebody outside calls, or that AWS calls outside. */
export interface Addresses {
  readonly kind: 'function-url' | 'api' | 'api-domain' | 'sns-subscription' | 'api-destination' | 'listed'
  /** The address that an object anywhere in a document is, if it is one; or its addresses. */
  readonly url: (object: JsonObject) => Json | undefined
}

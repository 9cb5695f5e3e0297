import type { EndpointVariants } from './endpoint-variants.ts'
import type { Credentials } from './sigv4.ts'

/** What of a session it takes to ask AWS. */
export interface Asking {
  /** Address of a service, by its id as `s3`, when it is not AWS's own. */
  endpoint(service: string): Promise<string | undefined>
  /** Which of AWS's own addresses it has, where they are AWS's own. @throws JsnapError Usage */
  variants(): Promise<EndpointVariants>
  /** Keys that are valid for some minutes at least. @throws JsnapError Credentials */
  credentials(): Promise<ExpiringCredentials>
  /** Milliseconds since the epoch. */
  now(): number
}

/** Keys, and when they end if they do. */
export interface ExpiringCredentials extends Credentials {
  readonly expiration?: Date | undefined
}

import type { ServiceContext } from '../../service-context.ts'
import type { OpenRequest } from '../../../source.ts'

/** Names a code package to a worker: that of a function (or one of its versions), or of a layer's version. */
export type PackageRequest = OpenRequest & {
  readonly opener: 'lambda'
  readonly region: string
  /** The encoded path and query of the call whose answer says where the package is. */
  readonly path: string
  readonly query: string
  /** The name of that call, as `GetFunction`. */
  readonly operation: string
  /** Base64 SHA-256 of the package, as it was listed. */
  readonly codeSha256: string
}

/** The service that the package belongs to. */
export type PackageContext = ServiceContext

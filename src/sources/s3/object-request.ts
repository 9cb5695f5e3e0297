import type { EndpointVariants } from '../aws/endpoint-variants.ts'
import type { Sender } from '../aws/request.ts'
import type { Credentials } from '../aws/sigv4.ts'
import type { OpenRequest } from '../source.ts'
import type { BucketAddress } from './bucket-address.ts'

/** Names an object to a worker, as it was listed. */
export type ObjectRequest = OpenRequest & {
  readonly opener: 's3'
  readonly bucket: string
  readonly key: string
  readonly region: string
  readonly etag: string
  readonly size: number
  readonly lastModified: string
  /** The bucket's objects have ACLs that count. */
  readonly acl: boolean
  /** Only tags and ACL are to be read: because somebody asked for them, or anyway. */
  readonly attributesOnly?: 'asked' | 'anyway'
}

/** What every request of a batch has in common. */
export interface S3Context {
  readonly credentials: Credentials
  readonly endpoint: string | undefined
  readonly variants: EndpointVariants
}

/** An object that is being opened. */
export interface Opening {
  readonly object: ObjectRequest
  readonly address: BucketAddress
  readonly sender: Sender
}

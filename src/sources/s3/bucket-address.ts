import { encodeRfc3986 } from '../aws/sigv4.ts'
import type { EndpointVariants } from '../aws/endpoint-variants.ts'
import { ownHost } from '../aws/own-host.ts'
import type { Destination } from '../aws/request.ts'

/** Where a bucket's requests go, and what their paths begin with. */
export interface BucketAddress {
  readonly bucket: string
  readonly destination: Destination
  /** Empty, or `/bucket` where the bucket is not in the host name. */
  readonly pathPrefix: string
  /** The server is not AWS's own. */
  readonly isForeign: boolean
}

/** A bucket on AWS has a host of its own, unless a dot in its name would break the certificate; elsewhere it is part of the path. */
export function bucketAddress(
  bucket: string,
  region: string,
  endpoint: string | undefined,
  variants: EndpointVariants,
): BucketAddress {
  if (endpoint !== undefined) {
    const { origin, pathname } = new URL(endpoint)
    return {
      bucket,
      destination: { origin, region, service: 's3' },
      pathPrefix: `${pathname.replace(/\/$/, '')}/${encodeRfc3986(bucket)}`,
      isForeign: true,
    }
  }
  const host = ownHost('s3', region, variants)
  const inPath = bucket.includes('.')
  const origin = inPath ? `https://${host}` : `https://${bucket}.${host}`
  return {
    bucket,
    destination: { origin, region, service: 's3' },
    pathPrefix: inPath ? `/${bucket}` : '',
    isForeign: false,
  }
}

/** The path of an object. Nothing of the key is normalised, so `a//b` and `../x` stay what they are. */
export function objectPath({ pathPrefix }: BucketAddress, key: string): string {
  return `${pathPrefix}/${key.split('/').map(encodeRfc3986).join('/')}`
}

/** The path of the bucket itself. */
export function bucketPath({ pathPrefix }: BucketAddress): string {
  return pathPrefix === '' ? '/' : pathPrefix
}

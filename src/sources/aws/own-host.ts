import type { EndpointVariants } from './endpoint-variants.ts'

/** Services that jsnap asks without the SDK. */
type Asked = 'dynamodb' | 'ec2' | 's3'

/** The host of a service in a region, where it is AWS's own; the SDK's endpoint rules say the same. */
export function ownHost(
  service: Asked,
  region: string,
  { useFipsEndpoint, useDualstackEndpoint }: EndpointVariants,
): string {
  // In GovCloud what S3 alone has two of is FIPS anyway.
  const isNamed =
    useFipsEndpoint && (service === 's3' || useDualstackEndpoint || !region.startsWith('us-gov-'))
  const name = isNamed ? `${service}-fips` : service
  const isInChina = region.startsWith('cn-')
  if (useDualstackEndpoint && service !== 's3')
    return `${name}.${region}.${isInChina ? 'api.amazonwebservices.com.cn' : 'api.aws'}`
  const variant = useDualstackEndpoint ? 'dualstack.' : ''
  return `${name}.${variant}${region}.amazonaws.com${isInChina ? '.cn' : ''}`
}

/** The origin of a service in a region; `endpoint` is its address where it is not AWS's own. */
export function originOf(
  service: Asked,
  region: string,
  endpoint: string | undefined,
  variants: EndpointVariants,
): string {
  return endpoint === undefined ? `https://${ownHost(service, region, variants)}` : new URL(endpoint).origin
}

import { lookup } from 'node:dns/promises'

/**
 * Says whether a host of AWS that was not found does not exist, rather than the network: STS, which is in every region
 * (docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_region-endpoints.html), is found there.
 */
export async function lacksHost(cause: unknown, region: string): Promise<boolean> {
  const { hostname } = cause as { readonly hostname?: unknown }
  if (typeof hostname !== 'string') return false
  const place = hostname.indexOf(`.${region}.`)
  if (place === -1) return false
  try {
    await lookup(`sts${hostname.slice(place)}`)
    return true
  } catch {
    return false
  }
}

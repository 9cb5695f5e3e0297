import { JsnapError } from '../../runtime/errors.ts'
import { didYouMean } from '../../runtime/nearest.ts'
import { profileSetting } from './profile.ts'

/**
 * The address that the environment or the profile names for a service (its id, as `s3`); undefined is AWS's own. The
 * order is that of docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html.
 */
export async function configuredEndpoint(
  service: string,
  profile: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  if (isIgnored(env)) return undefined
  const id = service.replaceAll(' ', '_')
  const ofEnvironment = env[`AWS_ENDPOINT_URL_${id.toUpperCase()}`] ?? ''
  const ofAllServices = env['AWS_ENDPOINT_URL'] ?? ''
  const named = ofEnvironment === '' ? ofAllServices : ofEnvironment
  if (named !== '') return named
  const ofProfile = await profileSetting(profile, (section, files) => {
    if (section['ignore_configured_endpoint_urls'] === 'true') return undefined
    // The SDK flattens `s3 =\n  endpoint_url = …` of a section `[services NAME]` like this.
    const services = files[`services.${section['services'] ?? ''}`]
    return services?.[`${id.toLowerCase()}.endpoint_url`] ?? section['endpoint_url']
  })
  return ofProfile === undefined
    ? undefined
    : checkedEndpoint(ofProfile, `endpoint_url of the profile ${profile ?? 'default'}`)
}

/** Checks every address that the environment names, also of services that are not known here. @throws JsnapError Usage */
export function checkEndpointsOf(env: Readonly<Record<string, string | undefined>>): void {
  if (isIgnored(env)) return
  for (const [name, address = ''] of Object.entries(env))
    if (/^AWS_ENDPOINT_URL(?:_|$)/.test(name) && address !== '') checkedEndpoint(address, name)
}

function isIgnored(env: Readonly<Record<string, string | undefined>>): boolean {
  return env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true'
}

/** The address if it can be one of an endpoint; `from` says where it comes from. @throws JsnapError Usage */
export function checkedEndpoint(address: string, from: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isPlain =
    url !== undefined && url.username === '' && url.password === '' && url.search + url.hash === ''
  if (isPlain && /^https?:$/.test(url.protocol) && /^https?:\/\//i.test(address)) return address
  const host = /^(?:[a-z]+:?\/+)?([\w.-]+(?::\d+)?\/*)$/i.exec(address)?.[1]
  const isMeant = host !== undefined && URL.canParse(`http://${host}`)
  // What is before an @ may be a password, and a query a signature: neither is reported.
  if (/[@?#]/.test(address)) {
    throw new JsnapError('Usage', `${from} contains more than the URL of an endpoint`, {
      hint: "leave out credentials and query: write it as 'https://storage.example.com'",
    })
  }
  throw new JsnapError('Usage', `${from}: '${address}' is not an http or https URL of an endpoint`, {
    hint: isMeant ? didYouMean(`http://${host}`) : "write it as 'https://storage.example.com'",
  })
}

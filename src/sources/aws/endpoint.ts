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
  if (env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true') return undefined
  const id = service.replaceAll(' ', '_')
  const ofEnvironment = env[`AWS_ENDPOINT_URL_${id.toUpperCase()}`] ?? ''
  const ofAllServices = env['AWS_ENDPOINT_URL'] ?? ''
  const named = ofEnvironment === '' ? ofAllServices : ofEnvironment
  if (named !== '') return named
  return profileSetting(profile, (section, files) => {
    if (section['ignore_configured_endpoint_urls'] === 'true') return undefined
    // The SDK flattens `s3 =\n  endpoint_url = …` of a section `[services NAME]` like this.
    const services = files[`services.${section['services'] ?? ''}`]
    return services?.[`${id.toLowerCase()}.endpoint_url`] ?? section['endpoint_url']
  })
}

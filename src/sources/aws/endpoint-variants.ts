import { JsnapError } from '../../runtime/errors.ts'
import { profileSetting } from './profile.ts'

/** Which of AWS's own endpoints are asked, by the names that the SDK's clients have for it. */
export interface EndpointVariants {
  readonly useFipsEndpoint: boolean
  readonly useDualstackEndpoint: boolean
}

interface Setting {
  readonly variable: string
  readonly setting: string
}

const FIPS: Setting = { variable: 'AWS_USE_FIPS_ENDPOINT', setting: 'use_fips_endpoint' }
const DUALSTACK: Setting = { variable: 'AWS_USE_DUALSTACK_ENDPOINT', setting: 'use_dualstack_endpoint' }

/**
 * What the environment, else the profile, chooses among AWS's own endpoints. `isElsewhere` says that there is an endpoint
 * of another server, beside which none of it can be set: the SDK fails every call then.
 * @throws JsnapError Usage
 */
export async function endpointVariants(
  profile: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  isElsewhere = false,
): Promise<EndpointVariants> {
  const isSet = async ({ variable, setting }: Setting): Promise<boolean> => {
    const ofEnvironment = env[variable]
    const value = ofEnvironment ?? (await profileSetting(profile, (section) => section[setting]))
    if (value === undefined || value === 'false') return false
    const name = ofEnvironment === undefined ? setting : variable
    const from = ofEnvironment === undefined ? `${setting} of the profile ${profile ?? 'default'}` : variable
    if (value !== 'true') {
      throw new JsnapError('Usage', `${from}: '${value}' is neither true nor false`, {
        hint: `leave out ${name}, or set it to true`,
      })
    }
    if (isElsewhere) {
      throw new JsnapError('Usage', `${from} is set, and so is an endpoint that is not AWS's own`, {
        hint: `only AWS has such endpoints: leave out ${name}, or the endpoint`,
      })
    }
    return true
  }
  return { useFipsEndpoint: await isSet(FIPS), useDualstackEndpoint: await isSet(DUALSTACK) }
}

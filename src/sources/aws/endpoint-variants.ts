import { JsnapError } from '../../model/errors.ts'
import { profileSetting } from './profile.ts'

/** Settings that choose among AWS's own endpoints, in the environment and in a profile. */
const VARIANTS = [
  { variable: 'AWS_USE_FIPS_ENDPOINT', setting: 'use_fips_endpoint' },
  { variable: 'AWS_USE_DUALSTACK_ENDPOINT', setting: 'use_dualstack_endpoint' },
]

/**
 * Checks the settings that choose among AWS's own endpoints: the SDK fails every call for a value that is none, and for
 * one that is set beside an endpoint of another server. @throws JsnapError Usage
 */
export async function checkVariants(
  profile: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  isElsewhere: boolean,
): Promise<void> {
  for (const { variable, setting } of VARIANTS) {
    const ofEnvironment = env[variable]
    const value = ofEnvironment ?? (await profileSetting(profile, (section) => section[setting]))
    if (value === undefined) continue
    const from = ofEnvironment === undefined ? `${setting} of the profile ${profile ?? 'default'}` : variable
    if (value !== 'true' && value !== 'false') {
      throw new JsnapError('Usage', `${from}: '${value}' is neither true nor false`, {
        hint: `leave out ${ofEnvironment === undefined ? setting : variable}, or set it to true`,
      })
    }
    if (value === 'true' && isElsewhere) {
      throw new JsnapError('Usage', `${from} is set, and so is an endpoint that is not AWS's own`, {
        hint: `only AWS has such endpoints: leave out ${ofEnvironment === undefined ? setting : variable}, or the endpoint`,
      })
    }
  }
}

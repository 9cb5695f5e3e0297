import { JsnapError, messageOf } from '../../runtime/errors.ts'
import { suggestion } from '../../runtime/nearest.ts'

/** The error where no credentials were found: for a profile that is nowhere, one that has to sign in, or none at all. */
export async function missingCredentials(profile: string | undefined, cause: unknown): Promise<JsnapError> {
  const { parseKnownFiles } = await import('@smithy/core/config')
  const profiles = await parseKnownFiles({})
  const name = profile ?? 'default'
  const section = profiles[name]
  if (profile !== undefined && section === undefined) {
    // Sections of other kinds have a prefix, as `sso-session.shop`.
    const known = Object.keys(profiles).filter((one) => !one.includes('.'))
    return new JsnapError('Credentials', `there is no AWS profile '${profile}'`, {
      hint:
        suggestion(profile, known) ??
        `'aws configure list-profiles' lists the profiles, 'aws configure --profile ${profile}' creates one`,
      cause,
    })
  }
  if (section?.['sso_session'] !== undefined || section?.['sso_start_url'] !== undefined) {
    return new JsnapError(
      'Credentials',
      `the sign-in of the AWS profile '${name}' has ended, or never began`,
      {
        hint: `run 'aws sso login --profile ${name}'`,
        cause,
      },
    )
  }
  return new JsnapError('Credentials', `no AWS credentials: ${messageOf(cause)}`, {
    hint: "set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run 'aws sso login'; '--only local' needs none",
    cause,
  })
}

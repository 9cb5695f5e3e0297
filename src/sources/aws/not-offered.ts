import type { AwsError } from './aws-error.ts'

interface Refusal {
  readonly code: RegExp
  /** Any, when not given. */
  readonly message?: RegExp
}

/** The code of a call to a host that the region does not have. */
export const NO_ENDPOINT = 'NoEndpoint'
/** The code of a call that names the account, at an endpoint that does not know it. */
export const UNKNOWN_ACCOUNT = 'UnknownAccount'

/**
 * What is answered where a region, a partition or an account does not have a call: nobody can fix it. The texts are
 * those of github.com/hashicorp/terraform-provider-aws internal/sweep/awsv2/skip.go, but for its bare
 * AccessDeniedException and ForbiddenException, which are denials as well; other sources are named at their rows.
 */
const REFUSALS: readonly Refusal[] = [
  { code: new RegExp(`^(${NO_ENDPOINT}|${UNKNOWN_ACCOUNT})$`) },
  // What services behind API Gateway answer for a call that the region lacks: github.com/zappa/Zappa #1425,
  // aws-controllers-k8s/community #2971. IAM says who is not authorized to perform what.
  {
    code: /^AccessDenied(Exception)?$/,
    message: /^Unable to determine service\/operation name to be authorized/,
  },
  {
    code: /^AccessDenied(Exception)?$/,
    message: /^The operation \w+ is not available for the current AWS account/,
  },
  // "The action or operation requested is not valid" (docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonErrors.html):
  // the SDK names none that is not.
  { code: /^InvalidAction$/ },
  { code: /^UnknownOperation(Exception)?$/ },
  { code: /^UnsupportedOperation(Exception)?$/ },
  { code: /^InvalidParameterValue(Exception)?$/, message: /^Access Denied to API Version/ },
  {
    code: /^InvalidParameterValue(Exception)?$/,
    message: /not permitted in this API version for your account|API operation is currently unavailable/,
  },
  { code: /^InvalidInputException$/, message: /^Unknown operation/ },
  { code: /^ValidationException$/, message: /operation isn't supported|^Account is not whitelisted to use/ },
  { code: /^NoLongerSupportedException$/ },
  // A subscription to another account's topic whose owner keeps it to himself: hashicorp/terraform-provider-aws #45863.
  { code: /^AuthorizationError(Exception)?$/, message: /^Not authorized to access this subscription/ },
  // The account has not signed up for the service, or AWS has not opened it to new customers.
  { code: /^(OptInRequired|SubscriptionRequired(Exception)?|NotSignedUp)$/ },
  // "vpc link not supported for region us-gov-west-1", "Distribution-related APIs are only available in the us-east-1
  // Region", "The requested operation is not supported in the called region".
  {
    code: /^(?!.*(AccessDenied|Unauthorized|NotAuthorized|Forbidden))/i,
    message: /\b(not|only) (supported|available|enabled) (in|for) .{0,60}\bregion\b/i,
  },
]

/** Says whether a refusal means that the region, the partition or the account has no such call: neither a denial nor an absence. */
export function isNotOffered({ code, message }: AwsError): boolean {
  return REFUSALS.some((refusal) => refusal.code.test(code) && (refusal.message?.test(message) ?? true))
}

/** The same as a version says it. */
export function notOfferedIn(region: string, { operation, code }: AwsError): string {
  return `${operation} is not offered to this account in ${region} (${code})`
}

import type { AwsError } from './aws-error.ts'

/** What services call a denial by IAM or a policy of the organisation. */
const DENIAL =
  /^(AccessDenied(Exception|Fault)?|AuthorizationError(Exception)?|Forbidden(Exception)?|NotAuthorized(Exception)?|Unauthorized(Operation|Exception)?)$/

/** Says whether a refusal is a denial: a policy that allows the call would fix it. */
export function isDenied({ code }: Pick<AwsError, 'code'>): boolean {
  return DENIAL.test(code)
}

/** Why a kind of resources is not covered that nobody expected and that is denied. */
export function deniedReason({ operation, code }: Pick<AwsError, 'operation' | 'code'>): string {
  return `denied (${operation}: ${code}), and never read by an earlier version`
}

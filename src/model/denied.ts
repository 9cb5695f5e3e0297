import type { Gap } from './commit.ts'
import type { AllowedSource } from './iam-policy.ts'

/** What services call a denial by IAM or a policy of the organisation. */
const DENIAL =
  /^(AccessDenied(Exception|Fault)?|AuthorizationError(Exception)?|Forbidden(Exception)?|NotAuthorized(Exception)?|Unauthorized(Operation|Exception)?)$/

/** Says whether a code is a denial: a policy that allows the call would fix it. */
export function isDenial(code: string): boolean {
  return DENIAL.test(code)
}

/** What all that was denied would need, by source. */
export function deniedSources(notCovered: readonly Gap[]): AllowedSource[] {
  return [...deniedBySource(notCovered)].map(([source, all]) => ({
    source,
    actions: [...new Set(all.flatMap(({ actions }) => actions))].sort(),
  }))
}

/** The gaps of what was denied, by source. */
export function deniedBySource(notCovered: readonly Gap[]): Map<string, AllowedSource[]> {
  const denied = notCovered.flatMap((gap) => gap.denied ?? [])
  return Map.groupBy(denied, ({ source }) => source)
}

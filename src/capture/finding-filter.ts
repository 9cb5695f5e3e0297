import { globMatcher } from '../runtime/glob.ts'
import type { SecretFinding } from '../model/secret-finding.ts'

/** A place where findings of the secret scan are false positives. */
export interface Allowed {
  /** A glob over paths. */
  readonly path: string
  /** Of this rule only. */
  readonly rule?: string | undefined
}

/** Says of a finding whether it is allowed. */
export function findingFilter(allowed: readonly Allowed[]): (finding: SecretFinding) => boolean {
  const rules = allowed.map(({ path, rule }) => ({ rule, matches: globMatcher([path]) }))
  return (finding) =>
    rules.some(({ rule, matches }) => (rule ?? finding.rule) === finding.rule && matches(finding.path))
}

import type { JsonObject } from '../model/canonical-json.ts'
import { parseOrigin } from '../model/entry.ts'
import type { SecretFinding } from '../model/secret-finding.ts'

/** A finding as an origin keeps it: the line's own member `path` is to be the only one. */
export function findingInOrigin({ path, line, rule }: SecretFinding): JsonObject {
  return { at: path, line, rule }
}

/** What was found in a content when it was read, by its origin. */
export function findingsOfOrigin(origin: string | null): SecretFinding[] {
  // Hardly any has one, and parsing them all would take longer than all else that is done with them.
  if (origin === null || !origin.includes('"findings":[')) return []
  const { findings } = parseOrigin(origin) as unknown as {
    findings: readonly { at: string; line: number; rule: string }[]
  }
  return findings.map(({ at, line, rule }) => ({ path: at, line, rule }))
}

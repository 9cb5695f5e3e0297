import { isDenial } from '../../model/denied.ts'
import type { AwsError } from './aws-error.ts'

/** Says whether a refusal is a denial: a policy that allows the call would fix it. */
export function isDenied({ code }: Pick<AwsError, 'code'>): boolean {
  return isDenial(code)
}

/** Why a kind of resources is not covered that nobody expected and that is denied. */
export function deniedReason({ operation, code }: Pick<AwsError, 'operation' | 'code'>): string {
  return `denied (${operation}: ${code}), and never read by an earlier version`
}

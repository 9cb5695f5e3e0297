import type { Call } from './declaration.ts'

/** A call that lists page by page with one token, which has the same name in the input and in the answer. */
export function paged(
  operation: string,
  select: string,
  more: Partial<Call> & { token?: string } = {},
): Call {
  const { token = 'NextToken', ...rest } = more
  return { operation, select, next: { [token]: token }, ...rest }
}

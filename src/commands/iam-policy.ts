import { DONE } from '../terminal/exit-code.ts'
import { loadConfig } from '../flags/locate-config.ts'
import { formatCount, leastPolicy } from '../index.ts'
import type { Run } from '../terminal/context.ts'
import { storePath } from '../flags/locate-store.ts'
import type { IamPolicyOptions } from './iam-policy.flags.ts'

/** docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html; white space does not count. */
const MANAGED_POLICY_SIZE = 6144
const INLINE_POLICY_SIZE = 10_240

/** Prints the least IAM policy that a commit of what is configured needs. */
export const run: Run<IamPolicyOptions> = async (options, context) => {
  const { io, env, now } = context
  const path = storePath(options, context)
  const { config, folder } = await loadConfig(path, options, context)
  const { only = [], skip = [] } = options
  const policy = await leastPolicy({ config, folder, env, now, only, skip })
  io.line(JSON.stringify(policy, null, 2))
  const size = JSON.stringify(policy).length
  if (size > MANAGED_POLICY_SIZE) {
    io.note(
      `note: ${formatCount(size)} characters without white space; a managed policy holds at most ${formatCount(MANAGED_POLICY_SIZE)}: ` +
        `split it with '--only'${size > INLINE_POLICY_SIZE ? '' : ', or use an inline policy of a role'}`,
    )
  }
  return DONE
}

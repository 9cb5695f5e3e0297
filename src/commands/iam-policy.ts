import { configuredSources } from '../capture/configured-sources.ts'
import { checkWords, Selection } from '../capture/selection.ts'
import { createSession } from '../sources/aws/session.ts'
import { iamPolicy } from '../model/iam-policy.ts'
import { formatCount } from '../runtime/format-count.ts'
import { DONE } from '../terminal/exit-code.ts'
import { loadConfig } from '../config/read-config.ts'
import type { Run } from '../terminal/context.ts'
import { storePath } from '../config/locate-store.ts'
import type { IamPolicyOptions } from './iam-policy.flags.ts'

/** docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html; white space does not count. */
const MANAGED_POLICY_SIZE = 6144
const INLINE_POLICY_SIZE = 10_240

/** Prints the least IAM policy that a commit of what is configured needs. */
export const run: Run<IamPolicyOptions> = async (options, context) => {
  const { io, env, now } = context
  const path = storePath(options, context)
  const { config, folder } = await loadConfig(path, options, context)
  const sources = configuredSources({
    config,
    folder,
    env,
    temporaryFolder: '',
    session: createSession({ env, now }),
    fileRule: () => undefined,
    markAt: () => () => ({ $secret: '' }),
    deep: false,
    tableData: true,
    exclude: [],
  })
  const { only = [], skip = [] } = options
  checkWords([...only, ...skip], sources)
  const selection = new Selection(only, skip, sources)
  const allowed = sources
    .filter(({ prefixes }) => prefixes.some((prefix) => selection.reaches(prefix)))
    .filter(({ actions }) => actions.length > 0)
    .map(({ name, actions }) => ({ source: name, actions }))
  const policy = iamPolicy(allowed)
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

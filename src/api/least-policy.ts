import type { EstateOptions } from '../capture/estate.ts'
import type { IamPolicy } from '../model/iam-policy.ts'

/** What a policy is to allow to be captured. */
export type LeastPolicyOptions = Pick<EstateOptions, 'config' | 'folder' | 'env' | 'now' | 'only' | 'skip'>

/** The least-privilege IAM policy that a capture of this needs. The account is not asked. @throws JsnapError Usage, Config */
export async function leastPolicy(options: LeastPolicyOptions): Promise<IamPolicy> {
  const [
    { configuredSources },
    { checkWords, Selection },
    { iamPolicy },
    { createSession },
    { checkedConfig },
  ] = await Promise.all([
    import('../capture/configured-sources.ts'),
    import('../capture/selection.ts'),
    import('../model/iam-policy.ts'),
    import('../sources/aws/session.ts'),
    import('./checked-config.ts'),
  ])
  const { config = {}, folder, env, now, only = [], skip = [] } = await checkedConfig(options)
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
  checkWords([...only, ...skip], sources)
  const selection = new Selection(only, skip, sources)
  const allowed = sources
    .filter(({ prefixes }) => prefixes.some((prefix) => selection.reaches(prefix)))
    .filter(({ actions }) => actions.length > 0)
    .map(({ name, actions }) => ({ source: name, actions }))
  return iamPolicy(allowed)
}

import { accountFlags } from './account-flags.ts'
import { verb, type OptionsOf } from './verb.ts'

/** `jsnap coverage` as its user sees it. */
export const coverage = verb({
  usage: 'coverage',
  summary: 'list what the account contains that jsnap does not capture',
  description: 'List what the AWS account contains that jsnap does not capture.',
  flags: (command) => accountFlags(command),
})

/** What `jsnap coverage` is run with. */
export type CoverageOptions = OptionsOf<typeof coverage>

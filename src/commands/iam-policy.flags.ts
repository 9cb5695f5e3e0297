import { collect } from './collect-values.ts'
import { verb, type OptionsOf } from './verb.ts'

/** `jsnap iam-policy` as its user sees it. */
export const iamPolicy = verb({
  usage: 'iam-policy',
  summary: 'print the minimal (least-privilege) IAM policy for a commit',
  description: 'Print the minimal (least-privilege) IAM policy that a commit needs for what is configured.',
  flags: (command) =>
    command
      .option('--only <list>', 'only for these sources or path globs', collect)
      .option('--skip <list>', 'not for these sources or path globs', collect),
})

/** What `jsnap iam-policy` is run with. */
export type IamPolicyOptions = OptionsOf<typeof iamPolicy>

import { accountFlags, acrossAccounts } from './account-flags.ts'
import { verb, type OptionsOf } from './verb.ts'

/** `jsnap verify` as its user sees it. */
export const verify = verb({
  usage: 'verify [version]',
  summary: 'check the contents of a version, system by system',
  description:
    'Check the contents of a version (default: HEAD), system by system. Exits with 1 when a check fails.',
  flags: (command) =>
    acrossAccounts(accountFlags(command))
      .option('--full', 'hash all content again')
      .option('--live', 'compare with the AWS account as it is now'),
})

/** What `jsnap verify` is run with. */
export type VerifyOptions = OptionsOf<typeof verify>

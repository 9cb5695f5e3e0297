import { notifyCommand } from './hook-flags.ts'
import { accountFlags, acrossAccounts } from './account-flags.ts'
import { EXIT_CODE } from './shared-flags.ts'
import { verb, type OptionsOf } from './verb.ts'

/** `jsnap status` as its user sees it. */
export const status = verb({
  usage: 'status [paths...]',
  summary: 'show what differs between the newest version and the live account',
  description:
    'Show what differs between the newest version and the AWS account as it is now. Nothing is stored.',
  flags: (command) =>
    acrossAccounts(accountFlags(command))
      .option('--deep', 'read tags and ACLs of unchanged objects as well')
      .option(...notifyCommand)
      .option(...EXIT_CODE),
})

/** What `jsnap status` is run with. */
export type StatusOptions = OptionsOf<typeof status>

import { checkCommand, notifyCommand } from './hook-flags.ts'
import { accountFlags, acrossAccounts } from './account-flags.ts'
import { collect, collectSome } from './collect-values.ts'
import { verb, type OptionsOf } from './verb.ts'

/** `jsnap commit` as its user sees it. */
export const commit = verb({
  usage: 'commit',
  summary: 'capture the estate as a version',
  description:
    'Capture the estate as a new version: everything that the configuration names, and the AWS account.',
  flags: (command) =>
    acrossAccounts(accountFlags(command))
      .option('-m, --message <text>', 'version name; used as the message if it is not a valid name')
      .option('-t, --tag <name>', 'version name')
      .option('--only <list>', 'capture only these sources or path globs', collect)
      .option('--skip <list>', 'leave out these sources or path globs', collect)
      .option('--deep', 'read tags and ACLs of unchanged objects as well')
      .option('--no-table-data', 'capture the schemas of DynamoDB tables without their items')
      .option(...checkCommand)
      .option(...notifyCommand)
      .option('--skip-if-unchanged', 'make no version if nothing changed since the newest one')
      .option(
        '--verify-twice',
        'read the configuration a second time, and report what changed between the two reads',
      )
      .option('--no-secret-scan', 'do not scan objects and code for secrets')
      .option(
        '--lightsail-snapshots [names]',
        'first create a snapshot of each Lightsail instance, or of the named ones; this is the only thing that jsnap creates in AWS, and it costs money',
        collectSome,
      ),
  examples: `Examples:
  jsnap commit -m v1.0
  jsnap commit -m "before the sale" -t v1.1 --skip local`,
})

/** What `jsnap commit` is run with. */
export type CommitOptions = OptionsOf<typeof commit>

import { accountFlags, acrossAccounts } from './account-flags.ts'
import { collect } from './collect-values.ts'
import { checkCommand } from './hook-flags.ts'
import { verb, type OptionsOf } from './verb.ts'

/** `jsnap guard` as its user sees it. */
export const guard = verb({
  usage: 'guard <command...>',
  summary: 'run a deployment between two versions, and show what it changed',
  description:
    'Capture a version, run a command such as a deployment, capture another version, verify it, and show what changed. Exits with the code of the command. The version before is only made if something changed since the newest one.',
  flags: (command) =>
    acrossAccounts(accountFlags(command.passThroughOptions()))
      .option(
        '-m, --message <text>',
        'name of the version after; used as its message if it is not a valid name',
      )
      .option('-t, --tag <name>', 'name of the version after')
      .option('--only <list>', 'capture only these sources or path globs', collect)
      .option('--skip <list>', 'leave out these sources or path globs', collect)
      .option(...checkCommand),
  examples: `Examples:
  jsnap guard -- ./deploy.sh --to production
  jsnap guard -m v1.2 --check-command 'curl -fsS https://shop.example' -- make deploy`,
})

/** What `jsnap guard` is run with. */
export type GuardOptions = OptionsOf<typeof guard>

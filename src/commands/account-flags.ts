import type { Command, OptionValues } from '@commander-js/extra-typings'
import { collectRegions } from './collect-values.ts'

/** A command with the flags of those that read the AWS account. */
export function accountFlags<Given extends OptionValues>(command: Command<[], Given>) {
  return command
    .option('--profile <name>', 'AWS profile')
    .option(
      '--region <name>',
      "AWS region; repeatable; the first is the primary region; 'all' stands for all regions of the account",
      collectRegions,
    )
    .option('--endpoint-url <url>', 'AWS endpoint')
}

/** A command with the flag of those that compare versions with each other or with the account. */
export function acrossAccounts<Given extends OptionValues>(command: Command<[], Given>) {
  return command.option('--across-accounts', 'continue even if the AWS accounts differ')
}

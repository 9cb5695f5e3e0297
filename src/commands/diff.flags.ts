import { Option } from '@commander-js/extra-typings'
import { accountFlags, acrossAccounts } from './account-flags.ts'
import { collectEach } from './collect-values.ts'
import { parsePercentage, withPercentage } from './percentage.ts'
import { EXIT_CODE, NO_PAGER } from './shared-flags.ts'
import { verb, type OptionsOf } from './verb.ts'
import { parseWholeNumber } from './whole-number.ts'

/** `jsnap diff` as its user sees it. */
export const diff = verb({
  usage: 'diff [version] [more...]',
  summary: 'compare two versions, two places, or a version with the live account',
  description:
    'Compare two versions, a version with HEAD, or a version with the AWS account as it is now (live). Paths after the versions limit the comparison. Two places, as A:PATH B:PATH, compare what is below them.',
  isForReaders: true,
  flags: (command) =>
    acrossAccounts(accountFlags(command))
      .option('--pairs', "compare the buckets of each pair in 's3.pairs', in one version or in two")
      .option('--deep', 'with live: read tags and ACLs of unchanged objects as well')
      .option('-p, --patch', 'show the changed lines of text')
      .option(
        '-U, --unified <lines>',
        'show this many lines of context (default: 3); implies -p',
        parseWholeNumber,
      )
      .option('--summary', 'show one paragraph per service')
      .option('--stat', 'show the number of changes and bytes per folder')
      .option('--shortstat', 'show only the last line of --stat')
      .option('--name-status', 'show a letter and the path of each change')
      .addOption(new Option('--name-only', 'show only the changed paths').conflicts('nameStatus'))
      .option('--expand', 'list each path of what was added or removed as a whole')
      .option('--markdown', 'print Markdown for a pull request or a chat')
      .option('--html <file>', 'write a page to read and search in a browser')
      .addOption(
        new Option(
          '-M, --find-renames [percent]',
          'detect renames of modified files as well; minimum similarity',
        )
          .argParser(parsePercentage)
          .preset('50%'),
      )
      .option(
        '--ignore <place>',
        "ignore changes at places in documents, such as '/**/LastModified' or 'lambda/**#/versions'; repeatable",
        collectEach,
      )
      .option(...NO_PAGER)
      .option(...EXIT_CODE),
  respell: withPercentage,
  examples: `Signs, and the letters of --name-status:
  +  A  added
  -  D  removed
  ~  M  modified
  >  R  renamed: same content (-M: similar)
  *  U  same content, different metadata
  ?     unknown: unreadable or left out

Examples:
  jsnap diff v1.0
  jsnap diff v1.0 live
  jsnap diff v1.0 v1.1 s3-configs
  jsnap diff v1.0 v1.1 www.sailjada.com
  jsnap diff HEAD^..HEAD
  jsnap diff v1.1:s3-buckets/shop-prod v1.1:s3-buckets/shop-staging
  jsnap diff -p v1.0 v1.1 lambda
  jsnap diff v1.0 --ignore 'lambda/**#/CodeSha256' --html changes.html
  jsnap diff --name-status v1.0 HEAD~1`,
})

/** What `jsnap diff` is run with. */
export type DiffOptions = OptionsOf<typeof diff>

/** Says whether the account is to be captured for a comparison. */
export function comparesLive({ version, more }: Pick<DiffOptions, 'version' | 'more'>): boolean {
  return [version ?? '', ...more].some((text) => text === 'live' || text.startsWith('live:'))
}

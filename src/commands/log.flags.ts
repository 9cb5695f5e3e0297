import { NO_PAGER } from './shared-flags.ts'
import { verb, type OptionsOf } from './verb.ts'
import { parseWholeNumber, withCount } from './whole-number.ts'

/** `jsnap log` as its user sees it. */
export const log = verb({
  usage: 'log [version] [paths...]',
  summary: 'list the versions, newest first, or those that changed a path',
  description:
    "List the versions, newest first, from a version or of a range A..B, which leaves out A. With paths, list only the versions that changed something there. A path that no earlier version covered or could read is 'first seen' (. or S), not added.",
  isForReaders: true,
  flags: (command) =>
    command
      .option(
        '-n, --number <count>',
        'show at most this many versions; -5 is the same as -n 5',
        parseWholeNumber,
      )
      .option('--since <time>', 'only versions made at this time or later')
      .option('--until <time>', 'only versions made at this time or earlier')
      .option('--oneline', 'show one line per version')
      .option('--stat', 'show the number of changes and bytes per folder')
      .option('--name-status', 'show a letter and the path of each change')
      .option(...NO_PAGER),
  respell: withCount,
  examples: `Examples:
  jsnap log route53/dns-records/sailjada.com.json
  jsnap log www.sailjada.com
  jsnap log --stat -n 3
  jsnap log v1.0..v1.1 lambda
  jsnap log --since '2 weeks ago' --until 2026-11-30
  jsnap log 's3-buckets/*/index.html'`,
})

/** What `jsnap log` is run with. */
export type LogOptions = OptionsOf<typeof log>

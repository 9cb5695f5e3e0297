import { collectEach } from './collect-values.ts'
import { NO_PAGER } from './shared-flags.ts'
import { verb, type OptionsOf } from './verb.ts'

/** `jsnap find` as its user sees it. */
export const find = verb({
  usage: 'find',
  summary: 'find paths, contents and text across versions',
  description: 'Find paths, contents and text across all versions. All given conditions must match.',
  isForReaders: true,
  flags: (command) =>
    command
      .option('--path <glob>', 'paths matching the glob, and everything below them; repeatable', collectEach)
      .option('--hash <sha256>', 'content with this SHA-256 or prefix of one')
      .option('--text <regex>', 'text with a line that matches')
      .option('-i, --ignore-case', 'match --text case-insensitively')
      .option('--in <version>', 'search this version only, or those of a range A..B; repeatable', collectEach)
      .option(...NO_PAGER),
  examples: `Examples:
  jsnap find --path '**/wired-remote.html'
  jsnap find --text 'API_URL' --path lambda --in HEAD`,
})

/** What `jsnap find` is run with. */
export type FindOptions = OptionsOf<typeof find>
